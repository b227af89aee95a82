"""Command that trains a model."""

from typing import Annotated

import typer
from rich.console import Console

from bank_rs.cli.engine import EngineName, MasterOption, SparkSettings, source_of
from bank_rs.cli.progress import spinner
from bank_rs.model.clients import CLIENTS
from bank_rs.settings import Settings


def train(
    data: Annotated[str, typer.Option(help="Typed panel, as 'bank-rs ingest' writes it.")],
    describe: Annotated[
        str, typer.Option(help="What the data is, in words; stored with the model.")
    ] = "not described",
    rounds: Annotated[int, typer.Option(min=1, help="Boosting rounds.")] = 60,
    learning_rate: Annotated[
        float, typer.Option(min=0.001, max=1.0, help="Shrinkage of each round.")
    ] = 0.15,
    others: Annotated[
        float,
        typer.Option(min=0.001, max=1, help="Part of the clients adding nothing to learn from."),
    ] = 0.1,
    clients: Annotated[
        int,
        typer.Option(min=1, help="Clients it is set and judged on at most, about, by chance."),
    ] = CLIENTS,
    engine: Annotated[
        EngineName, typer.Option(help="What joins, and draws the rows to learn from.")
    ] = EngineName.POLARS,
    master: MasterOption = "local[*]",
    conf: SparkSettings = None,
) -> None:
    """Train a model, judge it against popularity, register it and make it the champion.

    The run in MLflow has every metric and report.html, a page about the model.

    It serves at once, however it compares with the champion before it, which
    'bank-rs rollback' brings back. 'bank-rs retrain' sets both side by side
    first and lets only a better one serve.

    With '--engine spark' the executors draw the rows, and only these come to
    this machine, which fits. It needs 'bank-rs[spark]' and Java 17 or newer; on
    a cluster, --data is an address that all its machines reach.
    """
    from bank_rs.model.additions import AdditionsClassifier
    from bank_rs.model.report import render_html
    from bank_rs.model.summary import summary
    from bank_rs.model.train import train as train_model
    from bank_rs.registry.registry import Registry
    from bank_rs.registry.storage import save_model

    settings = Settings.read()
    registry = Registry.from_settings(settings)
    registry.check()
    classifier = AdditionsClassifier(
        rounds=rounds, incidence_rounds=rounds, learning_rate=learning_rate
    )
    with spinner("training") as say:
        with source_of(engine, master, conf, data, clients) as panel:
            training = train_model(panel, describe, say, classifier, others)
        say("registering")
        folder = settings.models_dir / settings.model_alias
        save_model(training.champion, folder)
        version = registry.register(training.champion, training, folder)
        report = settings.models_dir / f"{settings.model_alias}.html"
        report.write_text(render_html(training.evidence), encoding="utf-8")
    console = Console()
    console.print(summary(training))
    console.print(f"the model's report is {report}", soft_wrap=True)
    console.print(f"{registry.name} version {version} is the {registry.alias} at {registry.uri}")
