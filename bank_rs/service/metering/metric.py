"""What is known of a metric."""

from dataclasses import dataclass
from enum import StrEnum


class RollUp(StrEnum):
    """What one point of a coarser archive says of the finer ones, as Graphite names it."""

    SUM = "sum"
    AVERAGE = "average"
    MAX = "max"
    LAST = "last"


class Unit(StrEnum):
    """What a value counts or measures."""

    REQUESTS = "requests"
    MILLISECONDS = "ms"
    CLIENTS = "clients"
    OFFERS = "offers"
    PROBABILITY = "probability"
    SHARE = "share"
    MEGABYTES = "MB"
    SECONDS = "s"
    PROCESSES = "processes"
    VERSION = "version"
    EVENTS = "events"
    ROWS = "rows"
    POINTS = "points"
    SCORE = "score"
    ALARMS = "alarms"


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric, or a family of them.

    Attributes
    ----------
    name
        Behind the prefix and the instance; a part in angle brackets stands for several.
    unit
        Of its values.
    roll_up
        How its points become coarser; ``sum`` marks a count of what happened since the last push.
    meaning
        One sentence.
    """

    name: str
    unit: Unit
    roll_up: RollUp
    meaning: str

    @property
    def is_counter(self) -> bool:
        """Whether its points add up over time and over instances."""
        return self.roll_up is RollUp.SUM
