"""Command that reads the bank's file."""

from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console

from bank_rs.cli.progress import row_bar


def ingest(
    raw: Annotated[
        Path, typer.Argument(help="train_ver2.csv, a zip that holds it, or Parquet of its columns.")
    ],
    out: Annotated[Path, typer.Option(help="Parquet file to write.", dir_okay=False)] = Path(
        "panel.parquet"
    ),
    on_error: Annotated[
        Literal["stop", "quarantine"],
        typer.Option(help="A row that cannot be read ends the work, or goes to a file beside OUT."),
    ] = "stop",
) -> None:
    """Read the bank's raw file into a typed panel; every row is written or accounted for."""
    from bank_rs.data.raw import ingest as ingest_raw
    from bank_rs.data.raw import quarantine_of

    with row_bar("reading") as show:
        done = ingest_raw(raw, out, on_error, show)
    where = f" ({quarantine_of(out)})" if done.quarantined else ""
    Console().print(
        f"{out}: {done.read:,} rows read = {done.written:,} written + "
        f"{done.quarantined:,} quarantined{where}",
        soft_wrap=True,
    )
