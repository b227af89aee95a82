"""What came of loads during which Graphite failed, and what is wanted of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median
from typing import Final

from outages_load import Sent
from serving_bench import Ratio, Row

MOST_P99: Final = 1.1
"""Of the p99 while nothing happens."""

_SIDES: Final = ("healthy", "failing")


@dataclass(frozen=True)
class Trial:
    """One load with a fault.

    Attributes
    ----------
    healthy, failing
        The load before, and that with the fault.
    start, end
        Resident memory of the service in MB, before and after the latter.
    lines
        Lines about metrics in its log.
    lost
        Answers that carbon's files do not count in the end; below 0 if they count too many.
    holes
        Intervals that have no point there.
    """

    healthy: Sent
    failing: Sent
    start: float
    end: float
    lines: int
    lost: int
    holes: int


@dataclass
class Trials:
    """All loads with one fault."""

    name: str
    found: list[Trial] = field(default_factory=list)

    def add(self, trial: Trial) -> None:
        """One more."""
        self.found.append(trial)

    @property
    def lines(self) -> int:
        """Lines about metrics in the log."""
        return sum(trial.lines for trial in self.found)

    def rows(self) -> Iterator[Row]:
        """What came of them, and what is wanted."""
        healthy, failing = ([getattr(t, side) for t in self.found] for side in _SIDES)
        yield Row(f"Graphite {self.name}", _times(failing))
        yield Row("a load before, each time", _times(healthy))
        p99 = Ratio.of([sent.p99 for sent in failing], [sent.p99 for sent in healthy])
        yield p99.at_most("p99, of that before", MOST_P99)
        failed = sum(sent.failed for sent in healthy + failing)
        yield Row("requests that failed", str(failed), "0", not failed)
        lost, answered = self._sum("lost"), sum(sent.answered for sent in failing)
        counted = f"{answered - lost:,} of {answered:,}"
        # one trial may count too few and the next too many
        exact = not any(trial.lost for trial in self.found)
        yield Row("answers that Graphite counts in the end", counted, "all", exact)
        holes = self._sum("holes")
        yield Row("seconds without a point there", str(holes), "0", not holes)
        memory = f"{self.found[0].start:.0f} to {self.found[-1].end:.0f}"
        yield Row("MB of the worker, from start to end", memory)
        yield Row("lines logged about it", str(self.lines)).ending()

    def _sum(self, name: str) -> int:
        return sum(getattr(trial, name) for trial in self.found)


def _times(loads: list[Sent]) -> str:
    p50, p99 = (median(getattr(sent, name) for sent in loads) for name in ("p50", "p99"))
    longest = max(sent.longest for sent in loads)
    return f"p50 {p50:.2f}, p99 {p99:.2f}, longest {longest:.0f} ms"
