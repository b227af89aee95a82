"""Command that compares candidates."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bank_rs.cli.progress import task_bar
from bank_rs.settings import Settings


def experiment(
    data: Annotated[Path, typer.Option(help="Typed panel, as 'bank-rs ingest' writes it.")],
    truth: Annotated[
        Path | None,
        typer.Option(help="What a simulated panel was drawn from: adds the best reachable score."),
    ] = None,
    candidates: Annotated[
        str,
        typer.Option(
            metavar="NAME,...",
            help="Which to compare; all when not given. The shipped one and popularity always are.",
        ),
    ] = "",
    describe: Annotated[
        str, typer.Option(help="What the data is, in words; stands in the report.")
    ] = "not described",
    simulated: Annotated[
        bool, typer.Option("--simulated/--real", help="What the report calls the data.")
    ] = True,
    others: Annotated[
        float,
        typer.Option(min=0.001, max=1, help="Part of the clients adding nothing to learn from."),
    ] = 0.1,
    backtest: Annotated[
        bool, typer.Option(help="Judge the shipped one at earlier months too.")
    ] = True,
    nowcast: Annotated[
        bool, typer.Option(help="Measure what next month's profile would be worth.")
    ] = True,
    seed: Annotated[bool, typer.Option(help="Judge under the seed project's protocols.")] = True,
    tune: Annotated[
        float,
        typer.Option(
            min=0, metavar="MINUTES", help="Look for better parameters of the best two candidates."
        ),
    ] = 0,
    report: Annotated[
        Path | None,
        typer.Option(help="Folder for report.html and model.md.", file_okay=False),
    ] = None,
) -> None:
    """Compare every candidate on one split and write it all to MLflow."""
    from bank_rs.model.experiment.experiment import Experiment
    from bank_rs.model.experiment.plan import Plan, chosen
    from bank_rs.model.experiment.table import tables
    from bank_rs.model.experiment.tracking import Tracking
    from bank_rs.model.experiment.written import write_report

    plan = Plan(
        data=data,
        candidates=chosen([name for name in candidates.split(",") if name]),
        truth=truth,
        description=describe,
        simulated=simulated,
        others=others,
        backtest=backtest,
        nowcast=nowcast,
        seed=seed,
        tune_minutes=tune,
    )
    tracking = Tracking.from_settings(Settings.read())
    with task_bar() as show:
        findings, texts = Experiment(plan, tracking, show).run()
    console = Console()
    for table in tables(findings):
        console.print(table)
    if report:
        write_report(texts, report)
        console.print(f"{' and '.join(texts)} are in {report}", soft_wrap=True)
    console.print(f"experiment {tracking.name} at {tracking.registry.uri}", soft_wrap=True)
