"""Command that simulates a bank."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bank_rs.cli.progress import row_bar


def simulate(
    out: Annotated[
        Path,
        typer.Option(
            help="File to write: .csv or .zip in the bank's raw layout, or .parquet as 'bank-rs "
            "ingest' would make of it.",
            dir_okay=False,
        ),
    ],
    truth: Annotated[
        Path | None,
        typer.Option(
            help="Parquet file for the probability that each addition was drawn from.",
            dir_okay=False,
        ),
    ] = None,
    clients: Annotated[int, typer.Option(min=1, help="Clients over all months.")] = 20_000,
    months: Annotated[int, typer.Option(min=1, max=17, help="The last N of 17 months.")] = 17,
    seed: Annotated[int, typer.Option(min=0, help="Same seed, same bank.")] = 42,
) -> None:
    """Write a simulated bank; the real one has 956,645 clients over 17 months."""
    from bank_rs.data.simulation.output import write_bank

    with row_bar("simulating") as show:
        rows = write_bank(out, truth, clients, months, seed, show)
    Console().print(f"{out}: {rows:,} rows, simulated, seed {seed}", soft_wrap=True)
