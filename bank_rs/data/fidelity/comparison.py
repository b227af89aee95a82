"""One line of the comparison: a published number beside the one found in a panel."""

from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    """How a number is written."""

    COUNT = "count"
    SHARE = "share"
    AMOUNT = "amount"
    CORRELATION = "correlation"


class Bound(StrEnum):
    """On which side of the published number the found one must stay."""

    NEAR = "near"
    AT_LEAST = "at least"
    AT_MOST = "at most"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A published number beside the one found in a panel.

    Attributes
    ----------
    measure
        What was measured, e.g. ``additions by month``.
    item
        Product, value or client group it was measured on; nothing for all of them.
    published
        The number of the real file.
    found
        The number of the panel; counts are scaled to the clients of the real file.
    tolerance
        Largest deviation in the published number's own unit, sampling error included; None when the
        number is told without being judged.
    unit
        How the two numbers are written.
    month
        ``2015-06``, or nothing for all months.
    bound
        On which side of the published number a deviation counts.
    """

    measure: str
    item: str
    published: float
    found: float
    tolerance: float | None
    unit: Unit
    month: str = ""
    bound: Bound = Bound.NEAR

    @property
    def judged(self) -> bool:
        """Whether the line can fail."""
        return self.tolerance is not None

    @property
    def deviation(self) -> float:
        """Found less published."""
        return self.found - self.published

    @property
    def strain(self) -> float:
        """Deviation on the side that counts, in tolerances: above 1 the line is not met.

        A number that could not be measured is NaN and strains without end.
        """
        if self.tolerance is None:
            return 0.0
        match self.bound:
            case Bound.NEAR:
                wrong = abs(self.deviation)
            case Bound.AT_LEAST:
                wrong = max(-self.deviation, 0.0)
            case Bound.AT_MOST:
                wrong = max(self.deviation, 0.0)
        if wrong == 0:
            return 0.0
        return wrong / self.tolerance if self.tolerance and wrong == wrong else float("inf")

    @property
    def met(self) -> bool:
        """Whether the found number stays within the tolerance; a told number always does."""
        return self.strain <= 1

    @property
    def name(self) -> str:
        """Measure, item and month as one text."""
        where = " ".join(filter(None, [self.item, self.month]))
        return f"{self.measure}: {where}" if where else self.measure
