"""What it takes to write the history of a bank, to open it and to look a client up.

Run ``python benchmarks/history.py --panel panel.parquet`` on what ``bank-rs ingest`` wrote, or
without ``--panel`` for a simulated bank; ``--clients 956645`` is the real file's size. Look-ups are
of clients drawn at random, for the month after the last; medians are shown. A cold one is the first
after the file was thrown out of memory, its pages read from the disk one by one; opening reads them
all, so the service has none such.
"""

import argparse
import mmap
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import Any, Final

import numpy as np
import psutil
from rich.console import Console
from rich.table import Table

from bank_rs.data.history_store import Histories, HistoryStore
from bank_rs.data.history_store.header import HEADER_BYTES

BANK_RS: Final = str(Path(sys.executable).with_name("bank-rs"))
LOOKUPS: Final = 50_000
ROUNDS: Final = 7
COLD: Final = 200


def write(panel: Path, out: Path) -> tuple[float, float]:
    """Seconds and peak GB of the command."""
    started = time.perf_counter()
    child = subprocess.Popen([BANK_RS, "history", "--data", panel, "--out", out])
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(child.returncode)
    return time.perf_counter() - started, usage.ru_maxrss * 1024 / 1e9


def microseconds(call: Callable[..., object], asked: Sequence[Any]) -> float:
    """Time of one call in a row of them, the median of the rounds."""
    rounds = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        for arguments in asked:
            call(*arguments)
        rounds.append(time.perf_counter() - started)
    return 1e6 * median(rounds) / len(asked)


def evict(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def milliseconds_to_open(path: Path, *, cold: bool) -> float:
    times = []
    for _ in range(ROUNDS):
        if cold:
            evict(path)
        started = time.perf_counter()
        HistoryStore.open(path)
        times.append(time.perf_counter() - started)
    return 1e3 * median(times)


def cold_microseconds(path: Path, asked: Sequence[tuple[int, date]]) -> float:
    """Time of a look-up that finds no page of the file in memory."""
    header = HistoryStore.open(path).header
    times = []
    with path.open("rb") as file:
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        store = HistoryStore(header, memoryview(mapped)[HEADER_BYTES:])
        for arguments in asked[:COLD]:
            mapped.madvise(mmap.MADV_DONTNEED)
            evict(path)
            started = time.perf_counter()
            store.lookup(*arguments)
            times.append(time.perf_counter() - started)
    return 1e6 * median(times)


def drawn(store: HistoryStore) -> tuple[list[int], date]:
    """Ids of clients, and a day of the month after the last."""
    ids = np.random.default_rng(0).choice(np.asarray(store.clients), LOOKUPS).tolist()
    return ids, store.header.last_month + timedelta(31)


def cold(path: Path) -> dict[str, float]:
    """Before anything else maps the file: what is mapped stays in memory."""
    ids, day = drawn(HistoryStore.open(path))
    return {
        "open, file not in memory, ms": milliseconds_to_open(path, cold=True),
        "look-up, file not in memory, µs": cold_microseconds(path, [(i, day) for i in ids]),
    }


def warm(path: Path) -> dict[str, float]:
    before = psutil.Process().memory_info()
    histories = Histories(path)
    after = psutil.Process().memory_info()
    store = histories.store
    ids, day = drawn(store)
    asked = [(client, day) for client in ids]
    found, alone = microseconds(histories.lookup, asked), microseconds(store.lookup, asked)
    stranger = microseconds(histories.lookup, [(-1, day)] * LOOKUPS)
    return {
        "open, ms": milliseconds_to_open(path, cold=False),
        "resident, MB": (after.rss - before.rss) / 1e6,
        "of it shared by all processes, MB": (after.shared - before.shared) / 1e6,
        "look-up, µs": found,
        "of it to know that the file is the same, µs": found - alone,
        "look-up of a client who is not there, µs": stranger,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--panel", type=Path, help="typed panel; a simulated one if not given")
    parser.add_argument("--clients", type=int, default=50_000, help="clients to simulate")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        panel = arguments.panel or Path(folder) / "panel.parquet"
        if arguments.panel is None:
            made = ("--clients", str(arguments.clients), "--out", str(panel))
            subprocess.run([BANK_RS, "simulate", *made], check=True)
        path = Path(folder) / "history.months"
        seconds, peak = write(panel, path)
        found = cold(path) | warm(path)
    table = Table("", "")
    table.columns[1].justify = "right"
    for name, value in ({"write, s": seconds, "write, peak GB": peak} | found).items():
        table.add_row(name, f"{value:.2f}")
    Console().print(table)


if __name__ == "__main__":
    main()
