"""Command that compares what is asked and answered with what the model knows."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bank_rs.cli.progress import spinner
from bank_rs.settings import Settings

ALARM_CODE = 2


def drift(
    log: Annotated[
        Path | None, typer.Option(help="Prediction log; that of the settings when not given.")
    ] = None,
    model: Annotated[
        Path | None,
        typer.Option(help="Model folder; when not given, the model that answered most."),
    ] = None,
    at: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"],
            help="Compare the day and week before this time in UTC; now when not given.",
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="HTML page about it to write.", dir_okay=False)
    ] = None,
    push: Annotated[bool, typer.Option(help="Whether Graphite gets the figures.")] = False,
) -> None:
    """Compare the last day and week of the prediction log with the model's reference.

    Values, nulls and new values of the record's fields and of the products held,
    newcomers apart; what the clients just added; probabilities and offers of each
    product. An alarm is a change that is both large and beyond chance.

    Exits with 0 where there is no alarm and with 2 where there is one; with 1,
    as every command, where it could not be done. A service compares by itself
    every BANK_RS_DRIFT_SECONDS and pushes the figures.
    """
    from bank_rs.loop.drift.drift import drift_dir
    from bank_rs.loop.drift.pushing import push_drift
    from bank_rs.loop.drift.table import tables
    from bank_rs.loop.drift.watch import watch

    settings = Settings.read()
    if log is not None:
        settings = settings.model_copy(update={"log_dir": log})
    with spinner("comparing"):
        time = at.replace(tzinfo=UTC) if at else datetime.now(UTC)
        found = watch(settings, time, model)
        found.keep(drift_dir(settings.state_dir))
        if push:
            push_drift(settings, found)
    console = Console()
    for part in tables(found):
        console.print(part)
    if out is not None:
        from bank_rs.loop.drift.page import render_page

        out.write_text(render_page(found), encoding="utf-8")
        console.print(f"the report is {out}", markup=False, highlight=False, soft_wrap=True)
    if any(found.alarms.values()):
        raise typer.Exit(ALARM_CODE)
