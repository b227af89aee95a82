"""What `bank-rs simulate` takes to write a bank, and whether its bytes depend on the threads.

Every run is a process of its own, so that time and peak memory are its own; both hold the start of
Python. Ratios are to the plain Parquet run with as many threads.

    python benchmarks/simulate.py [--clients 200000] [--seed 42]
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

BANK_RS: Final = Path(sys.executable).with_name("bank-rs")
VARIANTS: Final = {
    "Parquet": {"--out": "panel.parquet"},
    "Parquet and truth": {"--out": "panel.parquet", "--truth": "truth.parquet"},
    "CSV": {"--out": "bank.csv"},
}
THREADS: Final = (1, 2)
THREAD_SETTINGS: Final = (
    "POLARS_MAX_THREADS",
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "RAYON_NUM_THREADS",
)


@dataclass(frozen=True, slots=True)
class Run:
    """Wall seconds, peak resident MiB, MiB written, and the SHA-256 of each file by name."""

    seconds: float
    memory: float
    written: float
    hashes: Mapping[str, str]


def simulate(outputs: Mapping[str, str], arguments: list[str], threads: int) -> Run:
    with tempfile.TemporaryDirectory() as folder:
        files = {option: Path(folder, name) for option, name in outputs.items()}
        named = [part for option, file in files.items() for part in (option, str(file))]
        seconds, memory = measure([str(BANK_RS), "simulate", *named, *arguments], threads)
        written = sum(file.stat().st_size for file in files.values()) / 2**20
        return Run(seconds, memory, written, {file.name: sha256(file) for file in files.values()})


def measure(command: list[str], threads: int) -> tuple[float, float]:
    """Wall seconds and peak resident MiB of a command, which must end well."""
    environment = os.environ | dict.fromkeys(THREAD_SETTINGS, str(threads))
    quiet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    start = time.perf_counter()
    child = os.posix_spawn(command[0], command, environment, file_actions=quiet)
    _, status, usage = os.wait4(child, 0)
    seconds = time.perf_counter() - start
    if status:
        sys.exit(f"{' '.join(command)} ended with {os.waitstatus_to_exitcode(status)}")
    kibibytes = usage.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return seconds, kibibytes / 1024


def sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return file_digest(opened, "sha256").hexdigest()


def table_of(runs: Mapping[tuple[str, int], Run], title: str) -> Table:
    table = Table("written", "threads", "seconds", "ratio", "peak MiB", "ratio", "MiB", title=title)
    for (variant, threads), run in runs.items():
        plain = runs["Parquet", threads]
        time_cells = (f"{run.seconds:.1f}", f"{run.seconds / plain.seconds:.2f}")
        memory_cells = (f"{run.memory:,.0f}", f"{run.memory / plain.memory:.2f}")
        table.add_row(variant, str(threads), *time_cells, *memory_cells, f"{run.written:,.0f}")
    return table


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--clients", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=42)
    options = parser.parse_args()
    arguments = ["--clients", str(options.clients), "--seed", str(options.seed)]
    runs: dict[tuple[str, int], Run] = {}
    console = Console()
    with console.status("simulating"):
        for threads in THREADS:
            for variant, outputs in VARIANTS.items():
                runs[variant, threads] = simulate(outputs, arguments, threads)
    console.print(table_of(runs, f"{options.clients:,} simulated clients, {os.cpu_count()} cores"))
    written = {(name, digest) for run in runs.values() for name, digest in run.hashes.items()}
    for name, digest in sorted(written):
        console.print(f"{digest}  {name}", highlight=False, soft_wrap=True)
    names = {name for name, _ in written}
    if len(written) > len(names):
        sys.exit("the same file came out differently: its bytes depend on the threads")
    console.print(f"the same bytes with {' and '.join(map(str, THREADS))} threads")


if __name__ == "__main__":
    main()
