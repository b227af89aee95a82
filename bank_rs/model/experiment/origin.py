"""Where in time a model stands when it is judged: what it may learn from, and what it may not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Self

from bank_rs.data.contract import PanelError


@dataclass(frozen=True, slots=True)
class Origin:
    """Months of one judgement, as snapshot dates of the records.

    Attributes
    ----------
    validation
        Calibration and thresholds are set on the additions of this month's clients; the model
        learns from the months before.
    judged
        The next month with records, looked at once.
    """

    validation: date
    judged: date

    @property
    def target(self) -> date:
        """First day of the month by which what is judged was added."""
        months = self.judged.year * 12 + self.judged.month
        return date(months // 12, months % 12 + 1, 1)

    @classmethod
    def last(cls, months: Sequence[date], count: int = 1) -> tuple[Self, ...]:
        """The last origins of a panel, the earliest first.

        Parameters
        ----------
        months
            Snapshot dates that have a next month, rising.
        count
            How many at most; each needs a month to learn from before its two.

        Raises
        ------
        PanelError
            If there are fewer than three months.
        """
        if len(months) < 3:
            raise PanelError(
                f"the panel has {len(months)} months with a next month and an experiment needs 3 "
                "(learn, set, judge): ingest at least 4 consecutive months."
            )
        return tuple(cls(*pair) for pair in list(pairwise(months[1:]))[-count:])
