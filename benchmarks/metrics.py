"""What metrics cost: the service with them beside the same service without.

    python benchmarks/metrics.py [--workers 1] [--starts 3] [--rounds 4] [--seconds 10]

``bank-rs serve`` runs with default settings, pushing every ten seconds, so that each round holds a
push; once more pushing every second; and with ``BANK_RS_METRICS=false``, twice, so that it shows by
how much two runs of the same differ. All four take turns under load (wrk) on /predict. As two
processes of one program are never quite alike, all are started several times. A ratio is that of
the medians of all rounds; behind it stand the least and the greatest of a round. A request that
fails ends the run.
"""

import argparse
import os
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from rich.console import Console
from serving import CALM, graphite, machine, table_of, targets
from serving_bench import CONNECTIONS, Bench, Ratio, Row, load_row, rates, slowest
from serving_load import Load, check_wrk
from serving_measures import MANY
from serving_process import SERVICE

SIDES: Final = {
    "no metrics": ("BANK_RS_METRICS=false",),
    "no metrics, again": ("BANK_RS_METRICS=false",),
    "a push every 10 s": ("BANK_RS_METRICS_INTERVAL=10",),
    "a push every second": ("BANK_RS_METRICS_INTERVAL=1",),
}
"""Settings of each; the first is what the others are compared with."""

WANTED: Final = {"a push every 10 s": 0.97, "a push every second": 0.97}
"""Least share of the requests per second."""


Sides = Mapping[str, tuple[str, ...]]


def rounds_of_a_start(bench: Bench, sides: Sides, workers: int) -> list[list[Load]]:
    """Start all sides, let them take turns and end them; the rounds of each."""
    connections = MANY if workers > 1 else CONNECTIONS
    with ExitStack() as running:
        servers = [
            running.enter_context(bench.serving(("env", *settings, *SERVICE), workers))
            for settings in sides.values()
        ]
        for server in servers:
            bench.warm(server, connections=connections)
        loads = [partial(bench.load, server, connections=connections) for server in servers]
        return bench.in_turn(*loads)


def rows(found: Mapping[str, list[Load]], wanted: Mapping[str, float]) -> list[Row]:
    """What each side did, and its share of what the first did."""
    shown = []
    base = next(iter(found.values()))
    for name, loads in found.items():
        shown.append(load_row(name, loads))
        if loads is not base:
            both = (loads, base)
            share = Ratio.of(*map(rates, both))
            shown.append(_share("requests/s, of those without", share, wanted.get(name)))
            shown.append(_share("p99, of that without", Ratio.of(*map(slowest, both))))
            shown.append(_share("processor time, of that without", Ratio.of(*map(_cpu, both))))
        shown[-1] = shown[-1].ending()
    return shown


def _cpu(loads: list[Load]) -> list[float]:
    return [load.cpu_microseconds for load in loads]


def _share(name: str, found: Ratio, least: float | None = None) -> Row:
    value = f"{found.value:.3f} ({found.least:.3f} to {found.greatest:.3f})"
    if least is None:
        return Row(name, value)
    return Row(name, value, f"at least {least:g}", found.value >= least)


def measured(
    console: Console, sides: Sides, workers: int, starts: int, rounds: int, seconds: float
) -> dict[str, list[Load]]:
    """The rounds of each side, over several starts of all."""
    busy = os.getloadavg()[0]
    console.print(f"{machine()}; load average {busy:.2f}; workers: {workers}")
    if busy > CALM:
        console.print(f"[bold]The machine is busy[/]: figures hold where it is below {CALM}.")
    found: dict[str, list[Load]] = {name: [] for name in sides}
    with TemporaryDirectory() as name, graphite() as port:
        bench = Bench(Path(name), port, targets(Path(name)), rounds, seconds, requests=0)
        for start in range(starts):
            with console.status(f"start {start + 1} of {starts}"):
                new = rounds_of_a_start(bench, sides, workers)
            for loads, more in zip(found.values(), new, strict=True):
                loads += more
    return found


def arguments(description: str) -> argparse.Namespace:
    """How much is measured, from the command line."""
    parser = argparse.ArgumentParser(description=description.partition("\n")[0])
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--starts", type=int, default=3, help="times that all are started")
    parser.add_argument("--rounds", type=int, default=4, help="turns of each after a start")
    parser.add_argument("--seconds", type=float, default=10, help="of each turn")
    return parser.parse_args()


def main(given: argparse.Namespace) -> None:
    check_wrk()
    console = Console()
    shown = rows(measured(console, SIDES, **vars(given)), WANTED)
    console.print(table_of(shown))
    if any(row.met is False for row in shown):
        sys.exit(1)


if __name__ == "__main__":
    main(arguments(__doc__ or ""))
