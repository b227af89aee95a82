"""Command that holds what was predicted against the month that came."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bank_rs.cli.progress import row_bar, spinner
from bank_rs.settings import Settings


def outcomes(
    data: Annotated[
        Path,
        typer.Option(help="The new month: CSV, zip or Parquet of the bank, or a typed panel."),
    ],
    month: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m"],
            metavar="YYYY-MM",
            help="Month in which additions are seen; the newest of the data when not given.",
        ),
    ] = None,
    log: Annotated[
        Path | None,
        typer.Option(help="Folder of the prediction log; the service's own when not given."),
    ] = None,
    push: Annotated[
        bool, typer.Option(help="Whether the stored months go to Graphite, at their own dates.")
    ] = True,
) -> None:
    """Hold what was predicted against the month that came.

    Answers to records of the month before are joined with the new month by client. What is held
    there and was not in the record is what came true. A client who was asked several times counts
    once, with the latest answer. A file with more months is fine: one of them is used.

    The result is stored in the state folder, in outcomes/2016-06.json and, by product,
    outcomes/2016-06.parquet, in place of an earlier one of that month. Every stored month is then
    pushed to Graphite, so one that Graphite has missed comes with the next.
    """
    from bank_rs.loop.outcomes import judge_month, write_outcome
    from bank_rs.loop.outcomes.new_month import read_new_month
    from bank_rs.loop.outcomes.table import by_product, overview
    from bank_rs.predictions.client_key import ClientKey

    settings = Settings.read()
    key = ClientKey.from_settings(settings)
    with row_bar("reading") as show:
        new_month = read_new_month(data, key, month.date() if month else None, show)
    with spinner("judging") as say:
        outcome, products = judge_month(log or settings.predictions_dir, new_month, say)
    path = write_outcome(settings.outcomes_dir, outcome, products)
    console = Console()
    console.print(overview(outcome), by_product(products))
    console.print(
        f"{outcome.asked:,} clients were answered: {outcome.overall.clients:,} are judged, "
        f"{outcome.gone:,} have no record in {outcome.month:%Y-%m}. "
        f"{outcome.never_asked:,} others have one and were not answered.\n{path}: stored",
        highlight=False,
        markup=False,
        soft_wrap=True,
    )
    if push and settings.metrics:
        _push(settings, console)


def _push(settings: Settings, console: Console) -> None:
    """Push what is stored; a Graphite that is away costs nothing but time."""
    from bank_rs.loop.outcomes.points import push_outcomes

    try:
        months = push_outcomes(settings)
    except OSError as error:
        Console(stderr=True).print(
            f"Graphite takes no points ({error}): they are stored, and the next 'bank-rs outcomes' "
            "pushes them along; or run this one again.",
            highlight=False,
            markup=False,
            soft_wrap=True,
        )
    else:
        console.print(f"Graphite has {months} months", highlight=False)
