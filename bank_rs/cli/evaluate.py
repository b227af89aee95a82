"""Command that judges a stored model."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from bank_rs.cli.progress import spinner
from bank_rs.settings import Settings


def evaluate(
    data: Annotated[Path, typer.Option(help="Typed panel, as 'bank-rs ingest' writes it.")],
    truth: Annotated[
        Path | None,
        typer.Option(help="What a simulated panel was drawn from: adds the best reachable score."),
    ] = None,
    model: Annotated[
        Path | None, typer.Option(help="Model folder; the champion in models/ when not given.")
    ] = None,
    month: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m"],
            metavar="YYYY-MM",
            help="Month of the records; the last one with a next month when not given.",
        ),
    ] = None,
) -> None:
    """Judge a stored model on one month, beside popularity and the best reachable score."""
    from bank_rs.data.panel import scan_panel
    from bank_rs.model.champion import Champion
    from bank_rs.model.judgement import judge
    from bank_rs.model.summary import comparison

    settings = Settings.read()
    champion = Champion.load(model or settings.models_dir / settings.model_alias)
    with spinner("judging"):
        judgement = judge(champion, scan_panel(data), month, truth)
    console = Console()
    console.print(comparison(judgement))
    if judgement.seen:
        learnt = champion.card.data
        console.print(
            f"The model learnt from months up to {learnt.last_month:%Y-%m} "
            f"({escape(learnt.description)}): on the same bank it has seen these additions.",
            highlight=False,
            soft_wrap=True,
        )
