"""No request is slower or lost while Graphite is away, and its points come afterwards.

    python benchmarks/outages.py [--only NAME ...] [--rounds 5] [--seconds 20] [--gone 360]

``bank-rs serve`` is asked 500 times a second at a constant rate, and pushes every second to the
real carbon. Each load with a fault has one before it during which nothing happens; "healthy, again"
compares two such, and so shows what a ratio can tell on this machine. A fault lasts some seconds,
and its load goes on while Graphite is back and is given what waited. A ratio of p99 is that of the
medians of all rounds; behind it stand the least and the greatest of a round. Then the counts in
carbon's files are held against the answers that came, and each second must have its point.

``--gone`` seconds stand for the hour: at a push a second, 360 of them leave as many pushes waiting
as an hour does at the default of ten seconds. None is dropped then, as pushes are kept for an hour
whatever their number; ``--gone 3700`` is more than an hour in earnest, and what is dropped of it is
not counted in the end. With default options it takes 40 minutes.
"""

import argparse
import json
import os
import sys
import time
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from outages_carbon import Carbon
from outages_faults import FAULTS, Fault, refused
from outages_load import Sent, start_load, wait_for
from outages_trial import Trial, Trials
from rich.console import Console
from serving import CALM, machine, table_of
from serving_bench import Row
from serving_bodies import simulated_records, singles, write_bodies
from serving_process import SERVICE, Served, served

INTERVAL: Final = 1
RATE: Final = 500
CONNECTIONS: Final = 12
GONE: Final = "gone for an hour"

_BACK_SECONDS: Final = 10
"""For which the load goes on once Graphite is back."""

_MOST_BEFORE: Final = 120
"""Seconds; the load before the hour need not be as long."""

_WARM_SECONDS: Final = 5
_DELIVERY_SECONDS: Final = 60
_COUNT: Final = "bank-rs.response_code.200"


class Bench:
    """A service under load, and the carbon that it pushes to."""

    def __init__(self, server: Served, carbon: Carbon, bodies: Path) -> None:
        host, _, port = server.url.rpartition("/")[2].partition(":")
        self._address = (host, int(port))
        self._log = bodies.parent / f"{port}.log"
        self._server, self._carbon, self._bodies = server, carbon, bodies
        self._since = int(time.time())
        self._answered = 0

    def warm(self) -> None:
        """Let caches fill and carbon make its files."""
        self._load(_WARM_SECONDS)
        self._settle()

    def trial(self, fault: Fault, seconds: float) -> Trial:
        """A load during which nothing happens, and one with a fault."""
        healthy = self._load(min(seconds, _MOST_BEFORE) + _BACK_SECONDS)
        self._settle()
        start, said = self._server.resident_megabytes(), self._lines()
        failing = self._load(seconds + _BACK_SECONDS, fault, seconds)
        lost, holes = self._settle()
        end = self._server.resident_megabytes()
        return Trial(healthy, failing, start, end, self._lines() - said, lost, holes)

    def _load(self, seconds: float, fault: Fault | None = None, away: float = 0) -> Sent:
        load = start_load(self._address, self._bodies, RATE, CONNECTIONS, seconds)
        if fault is not None:
            fault(self._carbon, away)
        sent = wait_for(load)
        self._answered += sent.answered
        return sent

    def _settle(self) -> tuple[int, int]:
        """Wait for what is to be delivered; answers that were not, and intervals without a point.

        Called while no request is under way; ends when what comes next has a later time.
        """
        deadline, until = time.monotonic() + _DELIVERY_SECONDS, int(time.time())
        while True:
            points = self._carbon.points(_COUNT, self._since, until + INTERVAL)
            lost = self._answered - round(sum(p for p in points if p is not None))
            if lost == 0 or time.monotonic() > deadline:
                break
            time.sleep(INTERVAL)
        holes = points[: until - self._since].count(None)
        self._since, self._answered = until + INTERVAL, 0
        time.sleep(max(0, until + 2 * INTERVAL - time.time()))
        return lost, holes

    def _lines(self) -> int:
        """Lines about metrics in the log of the service."""
        with self._log.open() as log:
            loggers = [json.loads(line)["logger"] for line in log]
        return sum(logger.startswith("bank_rs.service.metering") for logger in loggers)


def measured(bench: Bench, faults: dict[str, Fault], given: argparse.Namespace) -> list[Trials]:
    """All trials, round by round, the hour at the end."""
    found = {name: Trials(name) for name in faults}
    bench.warm()
    for _ in range(given.rounds):
        for name, fault in faults.items():
            found[name].add(bench.trial(fault, given.seconds))
    if GONE in (given.only or (GONE,)):
        found[GONE] = Trials(GONE)
        found[GONE].add(bench.trial(refused, given.gone))
    return list(found.values())


def main(given: argparse.Namespace) -> None:
    console = Console()
    busy = os.getloadavg()[0]
    console.print(f"{machine()}; load average {busy:.2f}; {RATE} requests/s")
    if busy > CALM:
        console.print(f"[bold]The machine is busy[/]: figures hold where it is below {CALM}.")
    faults = {name: fault for name, fault in FAULTS.items() if name in (given.only or FAULTS)}
    with TemporaryDirectory() as name:
        folder = Path(name)
        bodies = write_bodies(singles(simulated_records()), folder / "bodies")
        command = ("env", f"BANK_RS_METRICS_INTERVAL={INTERVAL}", *SERVICE)
        begin = time.monotonic()
        with (
            Carbon.running(folder / "state", INTERVAL) as carbon,
            served(folder, carbon.port, command) as server,
            console.status("asking"),
        ):
            found = measured(Bench(server, carbon, bodies), faults, given)
    rows = [row for trials in found for row in trials.rows()]
    lines, most = sum(trials.lines for trials in found), 1 + (time.monotonic() - begin) // 60
    bar = f"at most {most:.0f}: one a minute"
    rows.append(Row("lines logged in all", str(lines), bar, lines <= most))
    console.print(table_of(rows))
    if any(row.met is False for row in rows):
        sys.exit(1)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--only", nargs="+", default=[], choices=[*FAULTS, GONE], metavar="NAME")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=20, help="for which Graphite is away")
    parser.add_argument("--gone", type=float, default=360, help="the same, for the hour")
    with chdir(Path(__file__).parents[1]):
        main(parser.parse_args())
