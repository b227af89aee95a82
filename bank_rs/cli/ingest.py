"""Command that reads the bank's file."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bank_rs.cli.progress import spinner


def ingest(
    raw: Annotated[Path, typer.Argument(help="train_ver2.csv, or a zip that holds it.")],
    out: Annotated[Path, typer.Option(help="Parquet file to write.", dir_okay=False)] = Path(
        "panel.parquet"
    ),
) -> None:
    """Read the bank's raw file into a typed panel."""
    from bank_rs.data.raw import ingest as ingest_raw

    with spinner("reading") as say:
        rows = ingest_raw(raw, out, lambda read: say(f"read {read:,} rows"))
    Console().print(f"{out}: {rows:,} rows")
