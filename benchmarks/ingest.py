"""How long ``bank-rs ingest`` takes beside Polars, which reads the same CSV as plain strings.

Run ``python benchmarks/ingest.py`` for a bank simulated on the spot, with ``--clients 956645`` for
one of the real file's size, or with ``--raw train_ver2.csv`` for the real file. Each part runs in a
process of its own, in turn, as often as ``--rounds`` says; the fastest counts. What is written lies
in a temporary folder and goes with it.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

BANK_RS = str(Path(sys.executable).with_name("bank-rs"))
STRINGS_TO_PARQUET = (
    "import sys, polars as pl;"
    "pl.scan_csv(sys.argv[1], infer_schema=False).sink_parquet(sys.argv[2])"
)


@dataclass(frozen=True)
class Cost:
    """What a process took: seconds, seconds of all processors together, peak memory in GB."""

    wall: float
    cpu: float
    peak: float


def cost_of(command: list[str]) -> Cost:
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"{' '.join(command[:3])} ended with {child.returncode}")
    wall = time.perf_counter() - start
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024 / 1e9)


def simulated(clients: int, folder: Path) -> Path:
    raw = folder / "simulated.csv"
    command = [BANK_RS, "simulate", "--clients", str(clients), "--out", str(raw)]
    subprocess.run(command, check=True)
    return raw


def zipped(raw: Path, folder: Path) -> Path:
    path = folder / "raw.csv.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(raw, "train_ver2.csv")
    return path


def commands(raw: Path, folder: Path) -> dict[str, list[str]]:
    strings, panel = str(folder / "strings.parquet"), str(folder / "panel.parquet")
    ingest = [BANK_RS, "ingest", "--out", panel]
    return {
        "Polars, strings to Parquet": [sys.executable, "-c", STRINGS_TO_PARQUET, str(raw), strings],
        "bank-rs ingest, CSV": [*ingest, str(raw)],
        "bank-rs ingest, zip": [*ingest, str(zipped(raw, folder))],
        "bank-rs ingest, Parquet of strings": [*ingest, strings],
    }


def table_of(costs: dict[str, list[Cost]], raw: Path) -> Table:
    table = Table(title=f"{raw.name}, {raw.stat().st_size / 1e9:.2f} GB, fastest of each")
    for column in ("", "seconds", "ratio", "CPU seconds", "ratio", "peak GB"):
        table.add_column(column, justify="left" if not column else "right")
    fastest = {name: min(runs, key=lambda cost: cost.wall) for name, runs in costs.items()}
    base = next(iter(fastest.values()))
    for name, cost in fastest.items():
        table.add_row(
            name,
            f"{cost.wall:.1f}",
            f"{cost.wall / base.wall:.2f}",
            f"{cost.cpu:.1f}",
            f"{cost.cpu / base.cpu:.2f}",
            f"{cost.peak:.2f}",
        )
    return table


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--raw", type=Path, help="the bank's CSV; a simulated one if not given")
    parser.add_argument("--clients", type=int, default=50_000, help="clients to simulate")
    parser.add_argument("--rounds", type=int, default=2, help="how often each part runs")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        raw = arguments.raw or simulated(arguments.clients, folder)
        parts = commands(raw, folder)
        costs: dict[str, list[Cost]] = {part: [] for part in parts}
        for _ in range(arguments.rounds):
            for part, command in parts.items():
                costs[part].append(cost_of(command))
        Console(width=100).print(table_of(costs, raw))


if __name__ == "__main__":
    main()
