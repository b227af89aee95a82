"""What one worker answers for a second of processor time, and the memory that is its own.

    python benchmarks/capacity.py [--rounds 3] [--seconds 4]

``bank-rs serve`` with one worker and with two takes records of a simulated bank from wrk, as in
``serving.py``, over one connection, then 8, then 32: whoever waits is answered together, so a
request costs the less the more come at once. Processor time is that of the processes themselves
(user and kernel), which other work on the machine changes little; requests per second it would
change a lot. Memory is read after the load: what is a process's own (USS), with its part of the
pages that it shares (PSS), and resident (RSS). At rest nothing is asked.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final, Self

import psutil
from rich.console import Console
from rich.table import Table
from serving import graphite, machine, targets
from serving_bench import Bench
from serving_load import check_wrk
from serving_process import Served

WORKERS: Final = (1, 2)
CONNECTIONS: Final = (1, 8, 32)
REST_SECONDS: Final = 10.0

_SETTLE_SECONDS: Final = 120
_CALM_SHARE: Final = 0.05


@dataclass(frozen=True)
class Memory:
    """Of one process, in 10^6 bytes."""

    own: float
    proportional: float
    resident: float

    @classmethod
    def of(cls, process: psutil.Process) -> Self:
        """Read it."""
        found = process.memory_full_info()
        return cls(found.uss / 1e6, found.pss / 1e6, found.rss / 1e6)

    def __str__(self) -> str:
        return f"{self.own:.0f}, {self.proportional:.0f}, {self.resident:.0f} MB"


def answered(bench: Bench, server: Served, workers: int) -> Iterator[tuple[str, str]]:
    """Requests for a second of processor time, and how much of the load's time that is."""
    for connections in CONNECTIONS:
        bench.warm(server, connections=connections)
        loads = [bench.load(server, connections=connections) for _ in range(bench.rounds)]
        costs = [load.cpu_microseconds for load in loads]
        least, greatest = 1e6 / max(costs), 1e6 / min(costs)
        busy = median(load.workers_cpu / load.seconds for load in loads) / workers
        yield (
            f"requests per CPU second, {connections} connections",
            f"{1e6 / median(costs):,.0f} ({least:,.0f} to {greatest:,.0f}), {busy:.0%} busy",
        )


def settle(server: Served) -> None:
    """Wait until a worker has simulated the clients of ``GET /random``, which it does once."""
    deadline = time.monotonic() + _SETTLE_SECONDS
    while share_of_a_core(server, 1.0) > _CALM_SHARE:
        if time.monotonic() > deadline:
            sys.exit("the service does not come to rest")


def share_of_a_core(server: Served, seconds: float) -> float:
    """What a worker takes while nobody asks."""
    since, before = time.monotonic(), server.cpu_seconds()
    time.sleep(seconds)
    spent = server.cpu_seconds() - before
    return spent / (time.monotonic() - since) / len(server.workers)


def remembered(server: Served) -> Iterator[tuple[str, str]]:
    """Memory of the largest worker, and of the supervisor where there is one."""
    largest = max(map(Memory.of, server.workers), key=lambda found: found.own)
    yield "a worker's memory: own, proportional, resident", str(largest)
    if len(server.workers) > 1:
        parent = server.workers[0].parent()
        if parent is not None:
            yield "the supervisor's", str(Memory.of(parent))


def rows(bench: Bench, workers: int) -> Iterator[tuple[str, str]]:
    """What is measured of a service with so many workers."""
    with bench.serving(workers=workers) as server:
        settle(server)
        yield from answered(bench, server, workers)
        yield "a worker at rest, of a core", f"{share_of_a_core(server, REST_SECONDS):.2%}"
        yield from remembered(server)


def main(rounds: int, seconds: float) -> None:
    check_wrk()
    table = Table("workers", "", "", title="bank-rs serve", caption=machine())
    with TemporaryDirectory() as name, graphite() as port:
        folder = Path(name)
        bench = Bench(folder, port, targets(folder), rounds, seconds, requests=0)
        for workers in WORKERS:
            for row in rows(bench, workers):
                table.add_row(str(workers), *row)
            table.add_section()
    Console(width=120).print(table)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=4, help="of each load")
    main(**vars(parser.parse_args()))
