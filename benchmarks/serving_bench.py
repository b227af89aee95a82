"""Rounds of load in turn, and the rows of the table they end in."""

import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import Final, Self

from serving_load import Answers, Load, Target, load
from serving_process import SERVICE, Served, served

CONNECTIONS: Final = 8

_WARM_SECONDS: Final = 2


@dataclass(frozen=True)
class Row:
    """A line of the table; ``met`` is None where nothing is wanted."""

    name: str
    value: str
    bar: str = ""
    met: bool | None = None
    last: bool = False

    def ending(self) -> Self:
        """The same row, the last of its section."""
        return replace(self, last=True)


@dataclass(frozen=True)
class Ratio:
    """Of the medians of two rows of rounds, and the least and greatest of a round."""

    value: float
    least: float
    greatest: float

    @classmethod
    def of(cls, above: Sequence[float], below: Sequence[float]) -> Self:
        """Round by round, the first of each row belonging together."""
        rounds = [a / b for a, b in zip(above, below, strict=True)]
        return cls(median(above) / median(below), min(rounds), max(rounds))

    def __str__(self) -> str:
        return f"{self.value:.2f} ({self.least:.2f} to {self.greatest:.2f})"

    def at_least(self, name: str, bar: float) -> Row:
        """A row that wants it to reach a bar."""
        return Row(name, str(self), f"at least {bar:g}", self.value >= bar)

    def at_most(self, name: str, bar: float) -> Row:
        """A row that wants it not to pass a bar."""
        return Row(name, str(self), f"at most {bar:g}", self.value <= bar)


@dataclass(frozen=True)
class Bench:
    """Where and how long things are measured.

    Attributes
    ----------
    folder
        For logs; servers run in it.
    graphite_port
        Where metrics are pushed to.
    targets
        What is sent, by name.
    rounds, seconds
        How often, and how long, each load is.
    requests
        After how many a worker's memory is read for the last time.
    """

    folder: Path
    graphite_port: int
    targets: Mapping[str, Target]
    rounds: int
    seconds: float
    requests: int

    def serving(
        self, command: tuple[str, ...] = SERVICE, workers: int = 1
    ) -> AbstractContextManager[Served]:
        """A server for the length of a block."""
        return served(self.folder, self.graphite_port, command, workers)

    def load(
        self,
        server: Served,
        target: str = "one",
        connections: int = CONNECTIONS,
        answers: Answers = "plain",
        seconds: float | None = None,
    ) -> Load:
        """One load; a request that fails ends the run."""
        found = load(server, self.targets[target], connections, seconds or self.seconds, answers)
        if found.failed:
            sys.exit(f"{found.failed} of {found.requests} requests to {target} failed")
        return found

    def warm(self, server: Served, target: str = "one", connections: int = CONNECTIONS) -> None:
        """Let caches fill before anything is measured."""
        self.load(server, target, connections, seconds=_WARM_SECONDS)

    def in_turn(self, *sides: Callable[[], Load]) -> list[list[Load]]:
        """Rounds in which each side has its turn; the rounds of each side."""
        rounds = [[side() for side in sides] for _ in range(self.rounds)]
        return [list(side) for side in zip(*rounds, strict=True)]


def rates(loads: Sequence[Load]) -> list[float]:
    """Requests per second of each round."""
    return [found.rate for found in loads]


def slowest(loads: Sequence[Load]) -> list[float]:
    """99th percentile of each round in ms."""
    return [found.p99 for found in loads]


def load_row(name: str, loads: Sequence[Load]) -> Row:
    """Medians of what a side did."""
    cpu = median(found.cpu_microseconds for found in loads)
    rate, p99 = median(rates(loads)), median(slowest(loads))
    return Row(name, f"{rate:,.0f}/s, p99 {p99:.2f} ms, {cpu:.0f} µs of a core each")
