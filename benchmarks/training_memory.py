"""What fitting takes of memory for each row that is drawn, and what bank that is enough for.

Rows are drawn of a simulated bank as `bank-rs train` draws them, and repeated at random to the
number wanted: fitting takes the same whether they repeat. Each fit is in a process of its own, of a
few rounds, as trees are small beside rows. A bank's size is worked out from the slope.

    python benchmarks/training_memory.py [ROWS ...]
"""

import sys
from itertools import pairwise
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from tempfile import TemporaryDirectory

import numpy as np
import polars as pl
from rich.console import Console
from rich.table import Table

from bank_rs.data.panel import with_history
from bank_rs.data.simulation import simulate
from bank_rs.model.additions import AdditionsClassifier
from bank_rs.model.experiment.child import in_child
from bank_rs.model.experiment.fitting import fit_sample
from bank_rs.model.pipeline import make_pipeline
from bank_rs.model.sample import OTHERS, Sample

ROWS = (100_000, 300_000, 1_000_000)
CLIENTS = 40_000
MONTHS = 17
ROUNDS = 5
BUYERS = 0.03
MACHINE = 24 * 2**30
KIB = 1024


def write_sample(file: Path) -> float:
    """Write a sample; return the bytes of a row as Parquet, which is how executors send it."""
    sample = Sample.draw(with_history(simulate(CLIENTS, months=MONTHS, seed=1)))
    sample.weighted.sort("fetch_date", "id").write_parquet(file)
    return file.stat().st_size / sample.rows.height


def peak(file: Path, rows: int) -> int:
    """Bytes that a process has used at most when it has fitted so many rows."""
    drawn = pl.read_parquet(file)
    places = np.random.default_rng(0).integers(0, drawn.height, rows)
    sample = Sample.of(drawn[np.sort(places)])
    del drawn
    fit_sample(
        make_pipeline(AdditionsClassifier(rounds=ROUNDS, incidence_rounds=ROUNDS)),
        sample,
    )
    return getrusage(RUSAGE_SELF).ru_maxrss * KIB


def bank(slope: float, base: float) -> tuple[float, float]:
    """Records with a next month whose sample fills the machine, and clients who have so many."""
    rows = (MACHINE - base) / slope
    records = rows / (BUYERS + (1 - BUYERS) * OTHERS)
    return records, records / (MONTHS - 1)


def main(counts: list[int]) -> None:
    console, table = Console(), Table("rows", "peak, MiB", "bytes a row more")
    peaks: dict[int, int] = {}
    with TemporaryDirectory() as folder, console.status("drawing") as status:
        file = Path(folder, "sample.parquet")
        sent = in_child(write_sample, file)
        for rows in counts:
            status.update(f"fitting {rows:,} rows")
            peaks[rows] = in_child(peak, file, rows)
    table.add_row(f"{counts[0]:,}", f"{peaks[counts[0]] / 2**20:,.0f}", "")
    for fewer, rows in pairwise(counts):
        more = (peaks[rows] - peaks[fewer]) / (rows - fewer)
        table.add_row(f"{rows:,}", f"{peaks[rows] / 2**20:,.0f}", f"{more:,.0f}")
    console.print(table)
    slope, base = np.polyfit(list(peaks), list(peaks.values()), 1)
    records, clients = bank(slope, base)
    console.print(
        f"{slope:,.0f} bytes a row fitted above {base / 2**20:,.0f} MiB, {sent:,.0f} bytes a row "
        f"sent.\n{MACHINE / 2**30:.0f} GiB are outgrown at {records / 1e6:,.0f} million records "
        f"with a next month, as {clients / 1e6:,.1f} million clients have over {MONTHS} months, "
        f"{BUYERS:.0%} of them buyers and {OTHERS:.0%} of the others drawn.",
        highlight=False,
        soft_wrap=True,
    )


if __name__ == "__main__":
    main([int(rows) for rows in sys.argv[1:]] or list(ROWS))
