"""The 17 months of the public data."""

from datetime import date
from typing import Final

MONTHS: Final = tuple(date(2015 + i // 12, i % 12 + 1, 28) for i in range(17))
"""Snapshot dates, 2015-01-28 to 2016-05-28."""

RELOAD: Final = 6
"""Index of 2015-07, the load that froze ages and tenures of the months before it."""


def month_number(day: date) -> int:
    """Months since the year 0, so that differences are whole months."""
    return day.year * 12 + day.month - 1


FIRST_NUMBER: Final = month_number(MONTHS[0])
"""Month number of the first snapshot."""
