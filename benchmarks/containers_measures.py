"""What the container stack takes: disk, time, memory, and a share of the requests."""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from statistics import median
from typing import Final

from containers_stack import BASE, PROXY, Stack, Start
from serving_bench import Bench, Ratio, Row, rates, slowest
from serving_load import Load
from serving_process import SERVICE, Served

Say = Callable[[str], None]
"""Tells whoever waits what is being done."""

MOST_MEGABYTES: Final = 450
"""That the service's image may add to its base."""

_PORT: Final = "BANK_RS_APP_PORT"
_LOAD_SECONDS: Final = 5


def sizes(stack: Stack) -> Iterator[Row]:
    """The images; layers they share with their base are counted in both."""
    base, service, jobs = map(stack.engine.inspect, (BASE, stack.image, stack.jobs_image))
    layers = base["RootFS"]["Layers"]
    if service["RootFS"]["Layers"][: len(layers)] != layers:
        sys.exit(f"{stack.image} was not built on the {BASE} that is here: build it again")
    yield Row(f"base image {BASE}, MB", _size(base["Size"]))
    yield Row("service image, MB", _size(service["Size"]))
    added = service["Size"] - base["Size"]
    met = added <= MOST_MEGABYTES * 1e6
    yield Row("on top of its base, MB", _size(added), f"at most {MOST_MEGABYTES}", met)
    yield Row("MLflow and jobs image, MB", _size(jobs["Size"])).ending()


def starts(stack: Stack, times: int, say: Say) -> Iterator[Row]:
    """From nothing and from kept volumes, in turn; the stack is up in the end."""
    empty, kept, alone = [], [], []
    for number in range(1, times + 1):
        say(f"start {number} of {times}: the service by itself")
        stack.clear()
        alone.append(stack.start_alone())
        say(f"start {number} of {times}: empty volumes")
        empty.append(stack.start())
        stack.down()
        say(f"start {number} of {times}: kept volumes")
        kept.append(stack.start())
    for volumes, found in (("empty volumes", empty), ("volumes kept", kept)):
        yield from _start_rows(volumes, found)
    yield Row("docker run, service alone, s", _spread(alone)).ending()


def memory(stack: Stack, bench: Bench, idle_seconds: float, say: Say) -> Iterator[Row]:
    """Of each container after rest and after load; the proxy is up from here on."""
    say("the proxy starts")
    stack.up(PROXY)
    say(f"{idle_seconds:.0f} s of rest")
    time.sleep(idle_seconds)
    idle = _megabytes(stack)
    proxy, answered = Served(stack.url("BANK_RS_PORT"), ()), 0
    while answered < bench.requests:
        say(f"load: {answered:,} of {bench.requests:,} predictions")
        answered += bench.load(proxy, seconds=_LOAD_SECONDS).requests
    busy = _megabytes(stack)
    for name, megabytes in idle.items():
        cell = f"{megabytes:.0f} / {busy[name]:.0f}"
        yield Row(f"{name}, MB at rest / loaded", cell)
    total = f"{sum(idle.values()):.0f} / {sum(busy.values()):.0f}"
    yield Row("all of them", total)
    yield Row("predictions of the load", f"{answered:,}").ending()


def price(stack: Stack, bench: Bench, say: Say) -> Iterator[Row]:
    """The same service on the host, in its container and behind the proxy, in turn."""
    # The host's service follows the same champion and pushes to the same Graphite.
    registry = f"MLFLOW_TRACKING_URI={stack.url('BANK_RS_MLFLOW_PORT')}"
    command = ("env", registry, "BANK_RS_METRICS_PREFIX=bench", *SERVICE)
    with bench.serving(command) as host:
        sides = {"host": host} | _in_containers(stack)
        for name, server in sides.items():
            say(f"{name}: warming up")
            bench.warm(server)
        say(f"{bench.rounds} rounds of {bench.seconds:g} s for each of {len(sides)} ways")
        loads = bench.in_turn(*(partial(bench.load, server) for server in sides.values()))
    yield from _price_rows(dict(zip(sides, loads, strict=True)))


def _in_containers(stack: Stack) -> dict[str, Served]:
    own = stack.own_url()
    direct = {"container": Served(own, ())} if own else {}
    return direct | {
        "published port": Served(stack.url(_PORT), ()),
        "proxy": Served(stack.url("BANK_RS_PORT"), ()),
    }


def _price_rows(found: dict[str, list[Load]]) -> Iterator[Row]:
    (_, host), *others = found.items()
    for name, loads in found.items():
        rate, p99 = median(rates(loads)), median(slowest(loads))
        yield Row(f"/predict, {name}", f"{rate:,.0f}/s, p99 {p99:.2f} ms")
    for name, loads in others:
        ratio = Ratio.of(rates(loads), rates(host))
        yield Row(f"share of host, {name}", str(ratio))
    (_, published), (_, proxied) = others[-2:]
    both = Ratio.of(rates(proxied), rates(published))
    yield Row("share of published port, proxy", str(both)).ending()


def _start_rows(volumes: str, found: Sequence[Start]) -> Iterator[Row]:
    healthy, ready = [s.healthy for s in found], [s.ready for s in found]
    yield Row(f"compose up, {volumes}, s", _spread(healthy))
    yield Row("of it the service until ready, s", _spread(ready))


def _spread(seconds: Sequence[float]) -> str:
    return f"{median(seconds):.1f} ({min(seconds):.1f} to {max(seconds):.1f})"


def _size(size: float) -> str:
    return f"{size / 1e6:,.0f}"


def _megabytes(stack: Stack) -> dict[str, float]:
    names = stack.containers()
    return {name: stack.engine.megabytes(identifier) for name, identifier in names.items()}
