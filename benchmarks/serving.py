"""How fast the service is: beside an empty route, with two workers, in batches, overloaded.

    python benchmarks/serving.py [--only NAME ...] [--rounds 5] [--seconds 8]

Servers and load (wrk, from Debian) run on this machine and share its cores; all is started here, at
free ports of the loopback address, and ended here. The service runs as ``bank-rs serve`` with its
default settings: access log on, into a file; metrics pushed every ten seconds to a socket that
reads them; the model of ``models/``, the registry's address one where nobody listens. What is
compared is measured in turn, round by round; a ratio is that of the medians, with the least and the
greatest of the rounds. Bodies are some four thousand records of a simulated bank, the latest month,
as the raw file spells them; every second one brings the twelve months before. A request
that fails ends the run.
"""

import argparse
import os
import platform
import socketserver
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

import psutil
from rich.console import Console
from rich.table import Table
from serving_bench import Bench, Row
from serving_bodies import arrays, lines, simulated_records, singles, with_numbers, write_bodies
from serving_load import Target, check_wrk
from serving_measures import MEASURES
from serving_process import HOST

CALM = 0.7
"""Load average of a machine that does little else."""


class _Drain(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        while self.rfile.read1():
            pass


@contextmanager
def graphite() -> Iterator[int]:
    """A port where whatever comes is read and thrown away."""
    with socketserver.ThreadingTCPServer((HOST, 0), _Drain) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def targets(folder: Path) -> dict[str, Target]:
    records = simulated_records()
    numbers = map(with_numbers, records)
    return {
        "one": Target("/predict", write_bodies(singles(records), folder / "text")),
        "numbers": Target("/predict", write_bodies(singles(numbers), folder / "numbers")),
        "array": Target("/predict/batch", write_bodies(arrays(records), folder / "arrays")),
        "lines": Target(
            "/predict/batch", write_bodies(lines(records), folder / "lines"), "application/x-ndjson"
        ),
    }


def machine() -> str:
    cpuinfo = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    models = {line.partition(":")[2].strip() for line in cpuinfo if line.startswith("model name")}
    packages = ("uvicorn", "uvloop", "httptools", "fastapi", "pydantic", "numpy")
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    processor = ", ".join(models) or platform.machine()
    cores = f"{len(os.sched_getaffinity(0))} cores ({processor})"
    memory = f"{psutil.virtual_memory().total / 2**30:.0f} GiB"
    return f"{cores}, {memory}; Python {platform.python_version()}, {versions}"


def table_of(rows: list[Row]) -> Table:
    table = Table("", "measured", "wanted", "", title="bank-rs serve", caption=machine())
    for row in rows:
        met = "" if row.met is None else "yes" if row.met else "[bold]no[/]"
        table.add_row(row.name, row.value, row.bar, met, end_section=row.last)
    return table


def main(only: list[str], rounds: int, seconds: float, requests: int) -> None:
    check_wrk()
    console = Console()
    busy = os.getloadavg()[0]
    console.print(f"{machine()}; load average {busy:.2f}")
    if busy > CALM:
        console.print(f"[bold]The machine is busy[/]: figures hold where it is below {CALM}.")
    rows: list[Row] = []
    with TemporaryDirectory() as name, graphite() as port:
        folder = Path(name)
        bench = Bench(folder, port, targets(folder), rounds, seconds, requests)
        for measure in only or MEASURES:
            with console.status(measure):
                found = list(MEASURES[measure](bench))
            found[-1] = found[-1].ending()
            rows += found
    console.print(table_of(rows))
    if any(row.met is False for row in rows):
        sys.exit(1)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--only", nargs="+", default=[], choices=MEASURES, metavar="NAME")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=8, help="of each load")
    parser.add_argument("--requests", type=int, default=200_000, help="before memory is read again")
    given = parser.parse_args()
    main(given.only, given.rounds, given.seconds, given.requests)
