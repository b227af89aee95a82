"""How long a panel takes to read, check and join with twelve months of history and the targets.

Run ``python benchmarks/panel.py --panel panel.parquet`` on what ``bank-rs ingest`` wrote, or
without ``--panel`` for a simulated bank; ``--clients 956645`` is the real file's size. Each join
runs in a process of its own, whose peak memory is told with it.
"""

import argparse
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

import polars as pl
from rich.console import Console

from bank_rs.data.panel import read_panel, scan_panel, transitions, with_history
from bank_rs.data.simulation import simulate

Frame = TypeVar("Frame", pl.DataFrame, pl.LazyFrame)

CONSOLE = Console(highlight=False)


@contextmanager
def timed(what: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9
    CONSOLE.print(f"{what:<36}{time.perf_counter() - start:7.1f} s   peak so far {peak:5.2f} GB")


def join_months(
    path: Path,
    read: Callable[[Path], Frame],
    join: Callable[[Frame], pl.DataFrame],
) -> None:
    with timed(f"{read.__name__}, contract checked"):
        panel = read(path)
    with timed(join.__name__):
        rows = join(panel).height
    CONSOLE.print(f"{rows:,} rows\n")


def write_simulated(clients: int, path: Path) -> None:
    simulate(clients).write_parquet(path)


def in_process(work: Callable[..., None], *arguments: object) -> None:
    child = get_context("spawn").Process(target=work, args=arguments)
    child.start()
    child.join()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--panel", type=Path, help="typed panel; a simulated one if not given")
    parser.add_argument("--clients", type=int, default=50_000, help="clients to simulate")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = arguments.panel
        if path is None:
            path = Path(folder) / "panel.parquet"
            in_process(write_simulated, arguments.clients, path)
        in_process(join_months, path, read_panel, with_history)
        in_process(join_months, path, scan_panel, transitions)


if __name__ == "__main__":
    main()
