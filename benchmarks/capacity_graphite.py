"""How many instances one carbon takes, and the room their series take.

    python benchmarks/capacity_graphite.py [--series 2000] [--rounds 10]

Carbon runs as ``make run`` starts it, with the repository's own rules. It is sent one point for
each series and writes them before the next are sent, as it does every ten seconds of a live
service: a point is a write and a roll-up of its own. Processor time is carbon's, which has one
thread for what it hears and one for what it writes, and one interpreter lock for both.
"""

import argparse
import socket
import sys
import time
from collections.abc import Iterator
from configparser import ConfigParser
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

import psutil
from outages_carbon import HOST, Carbon
from rich.console import Console
from rich.table import Table

from bank_rs.service.metering.catalogue import names

STATUSES: Final = ("200", "401", "422", "503")
RULES: Final = Path(__file__).parents[1] / "graphite" / "storage-schemas.conf"
UNITS: Final = {"s": 1, "m": 60, "h": 3_600, "d": 86_400, "y": 365 * 86_400}

_ELSEWHERE: Final = ("drift", "outcome", "challenger", "canary", "shadow")
_PREFIX: Final = "bank-rs"
_WRITTEN_SECONDS: Final = 120
_SERVING: Final = ("endpoint.predict.", "endpoint.health.")


def of_an_instance() -> dict[str, int]:
    """Series of an instance that answers /predict and probes, and of one that has seen it all."""
    found = [name for name in names(STATUSES) if not name.startswith(_ELSEWHERE)]
    least = [
        name
        for name in found
        if name.rpartition(".")[2] not in STATUSES[1:]
        and (not name.startswith("endpoint.") or name.startswith(_SERVING))
    ]
    drift = sum(name.startswith("drift.") for name in names())
    return {"least": len(least), "most": len(found), "drift": drift}


def bytes_of_a_series() -> int:
    """Of a whisper file that is full: 12 bytes a point, 12 an archive, 16 in front."""
    rules = ConfigParser()
    rules.read(RULES)
    archives = rules["default"]["retentions"].split(",")
    points = sum(_seconds(kept) // _seconds(slot) for slot, kept in map(_halves, archives))
    return 16 + 12 * len(archives) + 12 * points


def _halves(archive: str) -> tuple[str, str]:
    slot, _, kept = archive.strip().partition(":")
    return slot, kept


def _seconds(written: str) -> int:
    return int(written[:-1]) * UNITS[written[-1]]


def carbon_process() -> psutil.Process:
    children = psutil.Process().children(recursive=True)
    return next(c for c in children if any("carbon-cache" in word for word in c.cmdline()))


def rounds_of(whisper: Path, port: int, series: int, rounds: int) -> Iterator[float]:
    """Microseconds of carbon for a point; first those of a series that is made for it."""
    process, slot = carbon_process(), int(time.time()) // 10 * 10 - 10 * rounds
    for number in range(rounds + 1):
        when = slot + 10 * number
        text = "".join(f"{_PREFIX}.{i % 8}.name{i} {i} {when}\n" for i in range(series))
        since, spent = time.time(), process.cpu_times()
        with socket.create_connection((HOST, port)) as connection:
            connection.sendall(text.encode())
        await_written(whisper, series, since)
        now = process.cpu_times()
        yield 1e6 * (now.user + now.system - spent.user - spent.system) / series


def await_written(whisper: Path, series: int, since: float) -> None:
    """Wait until each file was written to."""
    deadline = time.monotonic() + _WRITTEN_SECONDS
    while time.monotonic() < deadline:
        files = list(whisper.rglob("*.wsp"))
        if len(files) == series and min(file.stat().st_mtime for file in files) >= since:
            return
        time.sleep(0.2)
    sys.exit(f"carbon did not write {series} points in {_WRITTEN_SECONDS} s")


def main(series: int, rounds: int) -> None:
    with TemporaryDirectory() as name, Carbon.running(Path(name), 10) as carbon:
        whisper = Path(name) / "graphite" / "whisper" / _PREFIX
        made, *written = rounds_of(whisper, carbon.port, series, rounds)
        files = [file.stat() for file in whisper.rglob("*.wsp")]
    table = Table("", "")
    for kind, number in of_an_instance().items():
        table.add_row(f"series of an instance, {kind}", str(number))
    table.add_row("bytes of a series, full", f"{bytes_of_a_series():,}")
    taken = median(file.st_blocks * 512 for file in files)
    table.add_row(f"bytes on the disk after {rounds + 1} points", f"{taken:,.0f}")
    table.add_row("files made", f"{len(files):,} of {series:,}")
    table.add_row("carbon, µs for the first point of a series", f"{made:.0f}")
    shown = f"{median(written):.0f} ({min(written):.0f} to {max(written):.0f})"
    table.add_row("carbon, µs for a point", shown)
    table.add_row("points per CPU second", f"{1e6 / median(written):,.0f}")
    Console().print(table)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--series", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=10)
    main(**vars(parser.parse_args()))
