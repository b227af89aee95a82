"""What it costs to score every client of a month, on Polars and on Spark, from few clients to many.

    python benchmarks/scale.py [--clients 100000 1000000 5000000] [--engines polars spark]

Larger banks are copies of one of some 100,000 simulated clients with other numbers, a file each, of
the thirteen months that scoring looks at. Each run is a process of its own, which is asked for the
shipped champion's recommendations. Seconds are those of `score`, reading, joining, asking, writing
and counting: imports and the start of Spark are told apart. Memory is the most that the process
and all it started had resident at once.
"""

import argparse
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np
import polars as pl
import psutil
from rich.console import Console
from rich.table import Table

from bank_rs.cli.engine import EngineName, engine_of
from bank_rs.data.history import HISTORY_MONTHS
from bank_rs.data.simulation import simulate
from bank_rs.scoring.model import ScoringModel
from bank_rs.scoring.score import Request, score
from bank_rs.settings import Settings

COPY: Final = 100_000
_APART: Final = 10**8
"""Between the numbers of one copy and those of the next."""

_LOOK_SECONDS: Final = 0.5


@dataclass(frozen=True, slots=True)
class Cost:
    """One run; seconds and bytes."""

    engine: EngineName
    clients: int
    start: float
    seconds: float
    memory: int

    @property
    def per_million(self) -> float:
        return self.seconds / self.clients * 1e6


def write_bank(folder: Path, copies: int) -> None:
    """Files of a bank that are not there yet."""
    first = folder / "0.parquet"
    if not first.exists():
        simulate(COPY * 26 // 25, months=HISTORY_MONTHS + 1, seed=1).write_parquet(first)
    records = pl.scan_parquet(first)
    for copy in range(1, copies):
        file = folder / f"{copy}.parquet"
        if not file.exists():
            records.with_columns(pl.col("id") + copy * _APART).sink_parquet(file)


def run(engine: EngineName, data: str, master: str, answer: Connection) -> None:
    """Score in this process; answer with the clients, the seconds to start and those to score."""
    model = ScoringModel.find(None, Settings())
    begin = time.perf_counter()
    with TemporaryDirectory() as out, engine_of(engine, master, None) as running:
        started = time.perf_counter()
        plan, _ = score(Request(data, out, k=7), model, running, lambda *_: None)
        answer.send((plan.clients, started - begin, time.perf_counter() - started))


def cost(engine: EngineName, data: Path, master: str) -> Cost:
    """A run in a process of its own."""
    context = get_context("spawn")
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=run, args=(engine, str(data), master, there))
    child.start()
    there.close()
    memory = max(_resident(child.pid or 0, here))
    clients, start, seconds = here.recv()
    child.join()
    return Cost(engine, clients, start, seconds, memory)


def _resident(pid: int, answer: Connection) -> Iterator[int]:
    """Bytes of a process and of all it started, now and then, until it answers."""
    yield 0
    while not answer.poll(_LOOK_SECONDS):
        family = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
        yield sum(_of(member) for member in family)


def _of(process: psutil.Process) -> int:
    """A process's own memory and its part of what it shares."""
    try:
        return int(process.memory_full_info().pss)
    except psutil.Error:
        return 0


def table_of(costs: list[Cost]) -> Table:
    table = Table(title="scoring every client of a month, simulated", title_justify="left")
    for name in ("engine", "clients", "start, s", "seconds", "s per million", "GB at most"):
        table.add_column(name, justify="left" if name == "engine" else "right")
    for one in costs:
        table.add_row(
            one.engine,
            f"{one.clients:,}",
            f"{one.start:.1f}",
            f"{one.seconds:.1f}",
            f"{one.per_million:.1f}",
            f"{one.memory / 1e9:.2f}",
        )
    return table


def ratios(costs: list[Cost]) -> Iterator[str]:
    """How straight the cost grows, and what Spark costs beside Polars."""
    for engine in dict.fromkeys(one.engine for one in costs):
        mine = [one for one in costs if one.engine == engine]
        if len(mine) > 2:
            millions = np.array([one.clients / 1e6 for one in mine])
            seconds = np.array([one.seconds for one in mine])
            slope, fixed = np.polyfit(millions, seconds, 1)
            off = np.abs(fixed + slope * millions - seconds).max()
            yield (
                f"{engine}: {fixed:.0f} s and {slope:.0f} s for each million; no run is more than "
                f"{off:.0f} s off that line"
            )
    for here in costs:
        for there in costs:
            if (here.engine, there.engine) == ("polars", "spark") and here.clients == there.clients:
                yield f"{here.clients:,}: spark takes {there.seconds / here.seconds:.1f} of polars"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--clients", type=int, nargs="+", default=[100_000, 1_000_000, 5_000_000])
    parser.add_argument("--engines", type=EngineName, nargs="+", default=list(EngineName))
    parser.add_argument("--master", default="local[2]", help="Spark's")
    options = parser.parse_args()
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    console = Console(highlight=False)
    costs = []
    with TemporaryDirectory(prefix="bank-rs-scale-") as folder:
        for clients in options.clients:
            write_bank(Path(folder), -(-clients // COPY))
            for engine in options.engines:
                costs.append(cost(engine, Path(folder), options.master))
                console.print(f"{engine}, {clients:,} clients: {costs[-1].seconds:.1f} s")
    console.print(table_of(costs))
    for line in ratios(costs):
        console.print(line)


if __name__ == "__main__":
    main()
