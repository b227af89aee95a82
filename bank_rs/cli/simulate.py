"""Command that simulates a bank."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bank_rs.cli.progress import spinner


def simulate(
    out: Annotated[Path, typer.Option(help="Raw file to write: .csv or .zip.", dir_okay=False)],
    clients: Annotated[int, typer.Option(min=1, help="Clients over all months.")] = 20_000,
    months: Annotated[int, typer.Option(min=1, max=17, help="The last N of 17 months.")] = 17,
    seed: Annotated[int, typer.Option(min=0, help="Same seed, same bank.")] = 42,
) -> None:
    """Write a simulated bank in the raw layout of the real file."""
    from bank_rs.data.raw_writer import write_raw
    from bank_rs.data.simulation import simulate as simulate_bank

    with spinner("simulating") as say:
        panel = simulate_bank(clients, months, seed, lambda month: say(f"simulated {month:%Y-%m}"))
        say(f"writing {panel.height:,} rows")
        write_raw(panel, out)
    Console().print(f"{out}: {panel.height:,} rows, simulated, seed {seed}")
