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
        typer.Option(help="What a row that cannot be read does: end the work, or go to a file."),
    ] = "stop",
) -> None:
    """Read the bank's raw file into a typed panel; every row is written or accounted for.

    A zip is read as it is. A row with a wrong number of fields, with a value that cannot be, or of
    a client's month that an earlier row has ends the work: its line, column and rule are named and
    nothing is written. With --on-error quarantine such rows go, with the rule that each breaks, to
    panel.quarantine.csv beside panel.parquet, and the work goes on.
    """
    from bank_rs.data.raw import ingest as ingest_raw
    from bank_rs.data.raw import quarantine_of

    with row_bar("reading") as show:
        done = ingest_raw(raw, out, on_error, show)
    where = f" ({quarantine_of(out)})" if done.quarantined else ""
    Console().print(
        f"{out}: {done.read:,} rows read = {done.written:,} written + "
        f"{done.quarantined:,} quarantined{where}",
        markup=False,
        soft_wrap=True,
    )
