"""Points under every name of the catalogue, and what dashboards must make of them."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from bank_rs.dashboards.targets import ALL_INSTANCES, PREFIX
from bank_rs.service.metering.catalogue import names
from tests.graphite import Graphite, Point

CODES = ("200", "422", "503")
STEP = 10
POINTS = 30
SECONDS = POINTS * STEP
MONTHS = 15 * 365 * 86_400
OUTCOME = "outcome."
INSTANCES = ("one", "two")


@dataclass(frozen=True)
class Planted:
    """Points of three instances, one of them without a name, five minutes of them.

    Attributes
    ----------
    graphite, prefix
        Where they lie.
    instances
        Second parts of the names; the empty one leaves it out.
    end
        Time of the last of them.
    """

    graphite: Graphite
    prefix: str
    instances: tuple[str, ...] = ("", *INSTANCES)
    end: int = int(time.time()) // STEP * STEP - STEP

    @cached_property
    def values(self) -> Mapping[str, int]:
        """Value of each name in every point of the first instance; the next has twice as much."""
        return {name: 2 + place for place, name in enumerate(names(CODES))}

    def total(self, *wanted: str, instances: Iterable[str] | None = None) -> int:
        """The sum of the points of some names over time and some instances."""
        chosen = self.instances if instances is None else instances
        factors = sum(1 + self.instances.index(instance) for instance in chosen)
        return POINTS * factors * sum(self.values[name] for name in wanted)

    def points(self) -> Iterable[Point]:
        """All of them, to be stored."""
        for name, value in self.values.items():
            if name.startswith(OUTCOME):  # of the bank, not of an instance
                yield f"{self.prefix}.{name}", value, self.end
        for factor, instance in enumerate(self.instances, start=1):
            start = ".".join(part for part in (self.prefix, instance) if part)
            for name, value in self.values.items():
                for back in range(0 if name.startswith(OUTCOME) else POINTS):
                    yield f"{start}.{name}", value * factor, self.end - back * STEP

    def expression(self, target: str, instance: str = ALL_INSTANCES) -> str:
        """A target of a dashboard, asked of these points."""
        return target.replace("$instance", instance).replace(PREFIX, self.prefix)

    def render(self, target: str, instance: str = ALL_INSTANCES, **query: object) -> list[dict]:
        """What Graphite answers to a target of a dashboard over the time of the points."""
        seconds = MONTHS if f".{OUTCOME}" in target else SECONDS
        window = {"from_": self.end - seconds, "until": self.end, "maxDataPoints": 500} | query
        return self.graphite.render(self.expression(target, instance), **window)

    def figures(self, target: str, instance: str = ALL_INSTANCES, **query: object) -> dict:
        """The points of each series that are there, by its name."""
        return {
            series["target"]: [value for value, _ in series["datapoints"] if value is not None]
            for series in self.render(target, instance, **query)
        }
