"""Twelve months of a simulated bank in fast forward, with the loop and without it.

    python benchmarks/year.py [--clients 50000] [--seed 11] [--chart docs/loop.png]

`bank-rs run` runs MLflow, Graphite and the service, whose first model has seen five months. Then,
month by month: every client is asked for over HTTP and the answers are logged; drift is looked
for; the next month comes into the inbox, is judged and learnt from, and a challenger that passes
the gate is promoted to the running service. Three things change in that bank on the way (see
`year_bank.CHANGES`). In the middle a bad version is forced into service and rolled back.

A month's score is the normalised MAP@7 of what was answered in it, as `bank-rs outcomes` found.
Beside it stand the first model asked for the same clients, and hindsight: of all versions there
were by then, whichever turned out best in that very month.
"""

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from rich.console import Console
from rich.table import Table
from year_chart import draw
from year_story import Chapter, Year

WITHIN: Final = 0.97
"""Least part of hindsight's score that is asked for in each month."""


def table_of(chapters: list[Chapter]) -> Table:
    """A row for each month."""
    table = Table(title="normalised MAP@7 of the answers, simulated", title_justify="left")
    for name in ("month", "version", "loop", "no loop", "hindsight", "of it", "what came of it"):
        table.add_column(name, justify="left" if name == "what came of it" else "right")
    for one in chapters:
        table.add_row(
            f"{one.month:%Y-%m}",
            one.version,
            f"{one.realised:.4f}",
            f"{one.frozen:.4f}",
            f"{one.hindsight:.4f}",
            f"{one.realised / one.hindsight:.1%}",
            one.verdict,
        )
    return table


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--clients", type=int, default=50_000, help="of the simulated bank")
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--chart", type=Path, help="PNG to draw")
    options = parser.parse_args()
    console = Console()
    with TemporaryDirectory(prefix="bank-rs-year-") as folder:
        year = Year(Path(folder), options.clients, options.seed)
        chapters = year.live(lambda said: console.print(said, style="dim", highlight=False))
    console.print(table_of(chapters))
    least = min(one.realised / one.hindsight for one in chapters)
    console.print(f"least part of hindsight's score in a month: {least:.1%} (wanted {WITHIN:.0%})")
    if options.chart:
        draw(chapters, f"simulated bank, {options.clients:,} clients", options.chart)
        console.print(f"{options.chart}: drawn")


if __name__ == "__main__":
    main()
