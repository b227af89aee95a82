"""One thing that was compared."""

from enum import StrEnum
from typing import Final

from pydantic import BaseModel, ConfigDict

FARTHEST: Final = 1000.0
"""What a ratio is cut off at: nothing, where there was something, is infinitely less."""


class Kind(StrEnum):
    """What is compared."""

    VALUES = "values"
    NULLS = "nulls"
    NEW = "new values"
    UNSEEN = "not learnt"
    HISTORY = "history"
    ADDED = "just added"
    PROBABILITY = "probability"
    OFFERS = "offers"


class Reading(BaseModel):
    """How far one thing is from the reference.

    Attributes
    ----------
    kind, subject
        What: of which feature, category or product (by its slug).
    newcomers
        Whether it is of newcomers only.
    before, now
        Share, or mean probability, in the reference and in the window; None for values.
    size
        How far apart: PSI of values; of probabilities, offers and additions the larger over the
        smaller; else the difference of shares.
    limit
        Size from which it is an alarm, where it is beyond chance.
    distance
        Jensen-Shannon distance of values.
    alarm
        Whether it is one.
    """

    model_config = ConfigDict(frozen=True)

    kind: Kind
    subject: str
    newcomers: bool = False
    before: float | None = None
    now: float | None = None
    size: float
    limit: float
    distance: float | None = None
    alarm: bool

    @property
    def name(self) -> str:
        """As people read it."""
        return f"{'newcomers, ' if self.newcomers else ''}{self.subject}: {self.kind}"

    @property
    def of_limit(self) -> float:
        """The size in limits, by which readings of all kinds are ranked."""
        return self.size / self.limit


def ratio_of(before: float, now: float) -> float:
    """The larger over the smaller, 1 where both are nothing."""
    low, high = sorted((before, now))
    return 1.0 if high == 0 else min(high / max(low, high / FARTHEST), FARTHEST)
