"""The thirteen months that a history file knows, and those of them before a record."""

from datetime import date
from typing import Final

from bank_rs.data.history import HISTORY_MONTHS
from bank_rs.data.month_word import NO_RECORD

MONTHS: Final = HISTORY_MONTHS + 1
"""The last month of the panel and those that its records look back to."""

Words = tuple[int, ...]
"""Months as `bank_rs.data.month_word` packs them, the nearest first."""


def first_day(month: int) -> date:
    """First day of what `month_number` counts."""
    year, place = divmod(month - 1, 12)
    return date(year, place + 1, 1)


def months_before(window: Words, later: int) -> Words:
    """The months of a window that are before a record's, 12 of them at most.

    Parameters
    ----------
    window
        Thirteen months, the newest first.
    later
        How many months the record's is later than the newest; negative for an earlier one.

    Examples
    --------
    >>> months_before(tuple(range(13, 0, -1)), 2)
    (0, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3)
    """
    if later < 1:
        return window[1 - later :]
    if later > HISTORY_MONTHS:
        return ()
    return (NO_RECORD,) * (later - 1) + window[: MONTHS - later]
