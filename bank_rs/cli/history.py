"""Command that writes what the service looks up of earlier months."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bank_rs.cli.progress import task_bar


def history(
    data: Annotated[Path, typer.Option(help="Typed panel, as 'bank-rs ingest' writes it.")],
    out: Annotated[
        Path, typer.Option(help="File to write, for BANK_RS_HISTORY_FILE.", dir_okay=False)
    ] = Path("history.months"),
) -> None:
    """Write what each client held in the panel's last 13 months, for the service to look up.

    The file holds personal data and is readable by its owner alone. A service that runs goes on
    with it within seconds of its being replaced.
    """
    from bank_rs.data.history_store import write_history

    with task_bar() as show:
        written = write_history(data, out, show)
    Console().print(
        f"{out}: {written.clients:,} clients, months up to {written.last_month:%Y-%m}, "
        f"{written.file_bytes / 1e6:.1f} MB of personal data",
        markup=False,
        highlight=False,
        soft_wrap=True,
    )
