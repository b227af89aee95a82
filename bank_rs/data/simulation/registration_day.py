"""The day of the month on which each client joined."""

from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bank_rs.data.published import published
from bank_rs.data.published.months import FIRST_NUMBER, MONTHS, month_number
from bank_rs.data.published.scale import scale_of
from bank_rs.data.published.segment import STUDENT
from bank_rs.data.simulation.allotment import deal
from bank_rs.data.simulation.draw import choose

_WEEK: Final = np.array([1.0, 1.0, 1.0, 1.0, 1.0, 0.35, 0.0005])
"""Weights of Monday to Sunday, chosen so that about 6,756 dates occur."""

_FIRST_DATE: Final = np.datetime64("1995-01-16")

Dates = NDArray[np.datetime64]


def draw_registration_days(
    rng: np.random.Generator,
    month: NDArray[np.int32],
    segment: NDArray[np.int8],
    first: NDArray[np.int8],
    records: NDArray[np.int8],
) -> Dates:
    """Draw a date in the month of joining, datetime64[D].

    The published top dates get their rows, from students first: they are student campaigns. The
    load at a month's end brings dates up to the 31st, but the first snapshot holds only as many
    of them as its ``ind_nuevo`` says.
    """
    days = np.empty(month.size, "datetime64[D]")
    order = np.lexsort((rng.random(month.size), segment != STUDENT, month))
    starts = np.flatnonzero(np.diff(month[order], prepend=-1))
    tops = _top_rows(month.size)
    for members in np.split(order, starts[1:]) if order.size else []:
        number = int(month[members[0]])
        days[members] = _draw_days(rng, number, records[members], tops.get(number, {}))
    joining = np.flatnonzero((first == 0) & (month == FIRST_NUMBER))
    _draw_first_snapshot(rng, days, joining, first.size)
    return days


def _top_rows(clients: int) -> dict[int, dict[date, float]]:
    """Rows of the top dates at the size of this bank, by month number."""
    scale = scale_of(clients)
    tops: dict[int, dict[date, float]] = {}
    for text, rows in published("profile")["top_dates"].items():
        day = date.fromisoformat(text)
        tops.setdefault(month_number(day), {})[day] = rows * scale
    return tops


def _draw_days(
    rng: np.random.Generator, number: int, records: NDArray[np.int8], tops: dict[date, float]
) -> Dates:
    calendar, weights = _calendar(number)
    weights[np.isin(calendar, np.array(list(tops), "datetime64[D]"))] = 0
    days = calendar[choose(rng, weights, records.size)]
    if tops:
        rest = max(float(records.sum(dtype=np.int64)) - sum(tops.values()), 0.0)
        kinds = deal(np.array([*tops.values(), rest]), records)
        top = kinds < len(tops)
        days[top] = np.array(list(tops), "datetime64[D]")[kinds[top]]
    return days


def _draw_first_snapshot(
    rng: np.random.Generator, days: Dates, members: NDArray[np.int64], clients: int
) -> None:
    """Dates of those who joined in the month of the first snapshot."""
    calendar, weights = _calendar(FIRST_NUMBER)
    after = calendar > np.datetime64(MONTHS[0])
    late = published("presence")["joined_after_first_snapshot"]
    count = round(late * scale_of(clients))
    days[members] = calendar[choose(rng, np.where(after, 0, weights), members.size)]
    chosen = rng.permutation(members)[:count]
    days[chosen] = calendar[choose(rng, np.where(after, weights, 0), chosen.size)]


def _calendar(number: int) -> tuple[Dates, NDArray[np.float64]]:
    """Days of a month and how often clients join on them."""
    start = np.datetime64(f"{number // 12:04}-{number % 12 + 1:02}", "M")
    days = np.arange(start, start + 1, dtype="datetime64[D]")
    weekday = (days.astype(np.int64) + 3) % len(_WEEK)
    return days, np.where(days < _FIRST_DATE, 0, _WEEK[weekday])
