"""What is measured of the service, and what is wanted."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from math import ceil
from statistics import median
from typing import Final

from serving_bench import Bench, Ratio, Row, load_row, rates, slowest
from serving_bodies import BATCH
from serving_load import Load, beside
from serving_process import SERVICE, Served, app_command

MANY: Final = 32
"""Connections where there are two workers: the kernel deals them out by a hash, few unevenly."""

BATCH_CONNECTIONS: Final = 2
OVERLOAD: Final = (8, 64, 256, 1024)
FIRST_READING: Final = 20_000
MOST_MEGABYTES: Final = 300

_MOST_RATE: Final = 10_000.0
"""Requests per second that are not passed: better a load more than one too long."""

Measure = Callable[[Bench], Iterator[Row]]


def ceiling(bench: Bench, target: str = "one") -> Iterator[Row]:
    """The service beside a route that validates the same record and answers a constant."""
    with ExitStack() as running:
        commands = (app_command("ceiling"), SERVICE, app_command("bare"))
        servers = [running.enter_context(bench.serving(command)) for command in commands]
        for server in servers:
            bench.warm(server, target)
        sides = [partial(bench.load, server, target) for server in servers]
        top, own, raw = bench.in_turn(*sides)
    spelt = "numbers as JSON numbers" if target == "numbers" else "numbers as the file's text"
    yield load_row(f"empty route, {spelt}", top)
    yield load_row("/predict", own)
    yield Ratio.of(rates(own), rates(top)).at_least("requests/s, of the empty route's", 0.8)
    yield Ratio.of(slowest(own), slowest(top)).at_most("p99, of the empty route's", 2.5)
    yield load_row("empty route without FastAPI", raw)


def workers(bench: Bench) -> Iterator[Row]:
    """Two workers beside one, and what the load itself takes of the cores."""
    with bench.serving() as one, bench.serving(workers=2) as two:
        for server in (one, two):
            bench.warm(server)
        single, double = bench.in_turn(
            partial(bench.load, one, connections=MANY), partial(bench.load, two, connections=MANY)
        )
    yield load_row(f"1 worker, {MANY} connections", single)
    yield load_row("2 workers", double)
    yield Ratio.of(rates(double), rates(single)).at_least("requests/s, of 1 worker's", 1.7)
    for name, loads in (("1 worker", single), ("2 workers", double)):
        yield Row(f"cores of {name}, and of wrk", f"{_workers(loads):.2f}, {_wrk(loads):.2f}")
    cores = len(os.sched_getaffinity(0))
    expected = (cores - _wrk(double)) / _workers(single)
    yield Row("what wrk leaves of the cores, of 1 worker's", f"{expected:.2f}")


def _workers(loads: list[Load]) -> float:
    return median(found.workers_cpu / found.seconds for found in loads)


def _wrk(loads: list[Load]) -> float:
    return median(found.wrk_cpu / found.seconds for found in loads)


def batch(bench: Bench) -> Iterator[Row]:
    """Records in batches beside one by one, and one by one while batches run."""
    with bench.serving() as service:
        for target in ("one", "array", "lines"):
            bench.warm(service, target, BATCH_CONNECTIONS)
        ask = partial(bench.load, service)
        grouped = partial(ask, connections=BATCH_CONNECTIONS)
        one, array, lines = bench.in_turn(ask, partial(grouped, "array"), partial(grouped, "lines"))
        with beside(service, bench.targets["array"], connections=1):
            busy = bench.in_turn(ask)[0]
    yield load_row("/predict", one)
    for name, loads in (("JSON array", array), ("NDJSON", lines)):
        records = [BATCH * rate for rate in rates(loads)]
        yield Row(
            f"{BATCH:,} records as {name}",
            f"{median(records):,.0f} records/s, p99 {median(slowest(loads)):.0f} ms",
        )
        yield Ratio.of(records, rates(one)).at_least("records/s, of /predict's", 3)
    yield load_row("/predict while one client sends batches", busy)


def memory(bench: Bench) -> Iterator[Row]:
    """Resident memory of a worker that has answered few and many requests."""
    with bench.serving() as service:
        start = service.resident_megabytes()
        early = _ask(bench, service, min(FIRST_READING, bench.requests))
        first = service.resident_megabytes()
        answered = early + _ask(bench, service, bench.requests - early)
        last = service.resident_megabytes()
    yield Row("worker before the first request, MB", f"{start:.0f}")
    yield Row(f"after {early:,} requests, MB", f"{first:.0f}")
    value = f"{last:.0f}"
    yield Row(f"after {answered:,}, MB", value, f"at most {MOST_MEGABYTES}", last <= MOST_MEGABYTES)
    growth = last / first
    yield Row("growth", f"{growth - 1:+.1%}", "at most +5%", growth <= 1.05)


def _ask(bench: Bench, server: Served, requests: int) -> int:
    answered, rate = 0, _MOST_RATE
    while answered < requests:
        found = bench.load(server, seconds=max(1, ceil((requests - answered) / rate)))
        answered, rate = answered + found.requests, found.rate
    return answered


def overload(bench: Bench) -> Iterator[Row]:
    """More and more clients, who ask again at once; the last time, as Retry-After says."""
    with bench.serving() as service:
        bench.warm(service)
        for connections in OVERLOAD:
            yield _overloaded(
                f"{connections:,} connections", bench.load(service, "one", connections, "timed")
            )
        found = bench.load(service, "one", OVERLOAD[-1], "polite")
        yield _overloaded(f"{OVERLOAD[-1]:,}, who wait a second after a 503", found)


def _overloaded(name: str, found: Load) -> Row:
    share = found.unavailable / found.requests
    return Row(name, f"{found.good_rate:,.0f}/s, p99 {found.p99:.0f} ms; {share:.1%} were 503")


def threads(bench: Bench) -> Iterator[Row]:
    """The model on the event loop, and on a thread of its own."""
    with ExitStack() as running:
        sides = {
            "on the event loop": running.enter_context(bench.serving()),
            "a thread hop for each request": _variant(running, bench, "thread_for_each"),
            "a thread hop for all that wait": _variant(running, bench, "thread_for_all"),
        }
        for server in sides.values():
            bench.warm(server)
        found = bench.in_turn(*(partial(bench.load, server) for server in sides.values()))
    for name, loads in zip(sides, found, strict=True):
        yield load_row(f"model {name}", loads)
    for name, loads in list(zip(sides, found, strict=True))[1:]:
        yield Row(f"requests/s, {name}", str(Ratio.of(rates(loads), rates(found[0]))))


def _variant(running: ExitStack, bench: Bench, name: str) -> Served:
    return running.enter_context(bench.serving(app_command(name)))


MEASURES: Final[dict[str, Measure]] = {
    "ceiling": ceiling,
    "numbers": partial(ceiling, target="numbers"),
    "workers": workers,
    "batch": batch,
    "memory": memory,
    "overload": overload,
    "threads": threads,
}
"""By the name that ``--only`` takes."""
