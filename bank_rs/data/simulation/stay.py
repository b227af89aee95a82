"""How long clients stay: the patterns of months they have records in."""

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bank_rs.data.published import published
from bank_rs.data.published.months import MONTHS, RELOAD
from bank_rs.data.simulation.raking import Table, rake

_MONTHS: Final = len(MONTHS)
_LAST: Final = _MONTHS - 1
_SPRING: Final = (1 << RELOAD) - 1
_ROUNDS: Final = 300


@dataclass(frozen=True, slots=True)
class Stays:
    """Kinds of stay and how many clients there are of each, arrays of shape (kinds,).

    Attributes
    ----------
    months
        Bit ``t`` is set where the clients have a record in month ``t``, uint32.
    without_profile
        Whether their profile is null in the months before 2015-07.
    clients
        Clients at the size of the real bank, float64.
    """

    months: NDArray[np.uint32]
    without_profile: NDArray[np.bool_]
    clients: NDArray[np.float64]


@cache
def published_stays() -> Stays:
    """Return the stays that meet the published margins.

    The margins are rows and arrivals by month, records per client, gaps between records, the
    change from May to June 2015 and the clients without a profile. Between them the table is as
    even as it can be.
    """
    runs = [
        (_run(a, z), 0.9 if z == _LAST else 0.01) for a in range(_MONTHS) for z in range(a, _MONTHS)
    ]
    kinds = [(run, False, prior) for run, prior in runs]
    kinds += [(mask, False, 1e-4) for mask in (*_spring_absences(), *_long_absences())]
    kinds += [(run, True, 0.001) for run, _ in runs if run == run & _SPRING]
    kinds += [(_run(first, _LAST), True, 1e-4) for first in range(RELOAD)]
    months = np.array([mask for mask, _, _ in kinds], np.uint32)
    without = np.array([flag for _, flag, _ in kinds])
    total = published("presence")["clients"]
    prior = np.array([weight for _, _, weight in kinds]) * total
    clients = rake(prior, *_margins(months, without), _ROUNDS)
    return Stays(months, without, clients * (total / clients.sum()))


def first_months(months: NDArray[np.uint32]) -> NDArray[np.int8]:
    """Index of the lowest bit of each mask."""
    lowest = months & (~months + np.uint32(1))
    return np.log2(lowest).astype(np.int8)


def _run(first: int, last: int) -> int:
    return (2 << last) - (1 << first)


def _spring_absences() -> list[int]:
    """Stays with an absence that ends with the load of 2015-07."""
    return [
        _run(first, last) & ~_run(away, RELOAD - 1)
        for first in range(RELOAD - 1)
        for away in range(first + 1, RELOAD)
        for last in range(RELOAD, _LAST + 1)
    ]


def _long_absences() -> list[int]:
    """Stays from the first to the last month with an absence of half a year or more."""
    return [
        _run(0, _LAST) & ~_run(seen + 1, seen + gap - 1)
        for gap in range(RELOAD + 1, _LAST + 1)
        for seen in range(_LAST - gap + 1)
    ]


def _margins(months: NDArray[np.uint32], without: NDArray[np.bool_]) -> tuple[Table, Table]:
    """Weights of the kinds in each published count, and the counts."""
    table: dict[str, Any] = published("presence")
    here = (months[None, :] >> np.arange(_MONTHS, dtype=np.uint32)[:, None] & np.uint32(1)) != 0
    records = here.sum(axis=0)
    first = first_months(months)
    longest = _longest_gaps(here)
    unseen = here[:RELOAD].sum(axis=0) * without
    by_month = [(first == int(t)) & ~without for t in table["arrivals"]]
    by_gap = [longest == int(gap) for gap in table["gaps"]]
    by_records = [records == n for n in range(1, _MONTHS + 1)]
    stays_on = without & here[-1]
    members = [*by_month, without, stays_on, unseen, *by_gap, *by_records, *here]
    members += [here[4] & ~here[5], here[5] & ~here[4]]
    totals = [*table["arrivals"].values(), *table["without_profile"], *table["gaps"].values()]
    totals += [*table["records"], *table["rows"], *table["may_to_june"]]
    return np.array(members, np.float64), np.array(totals, np.float64)


def _longest_gaps(here: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Months between the two consecutive records of each kind that lie furthest apart."""
    longest = np.ones(here.shape[1], np.int64)
    seen = np.full(here.shape[1], -1)
    for month, present in enumerate(here):
        longest = np.where(present & (seen >= 0), np.maximum(longest, month - seen), longest)
        seen = np.where(present, month, seen)
    return longest
