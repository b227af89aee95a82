"""Who is a client in which month."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bank_rs.data.simulation.draw import apportion, pick
from bank_rs.data.simulation.months import MONTHS, RELOAD
from bank_rs.data.simulation.published import published


@dataclass(frozen=True, slots=True)
class Presence:
    """Presence of each client, arrays of shape (clients,).

    Attributes
    ----------
    first
        Index of the first month, int8.
    months
        Bit ``t`` is set where the client has a record in month ``t``, uint32.
    dormant
        Old clients who appear with the load of 2015-07 and hold nothing.
    without_profile
        Clients whose profile is null in the months before 2015-07.
    """

    first: NDArray[np.int8]
    months: NDArray[np.uint32]
    dormant: NDArray[np.bool_]
    without_profile: NDArray[np.bool_]

    def at(self, month: int) -> NDArray[np.bool_]:
        """Whether each client has a record in the month; all false before the first month."""
        if month < 0:
            return np.zeros(self.months.size, np.bool_)
        return (self.months >> np.uint32(month) & np.uint32(1)).astype(np.bool_)


def draw_presence(rng: np.random.Generator, clients: int) -> Presence:
    """Draw arrivals, leavers and absences that follow the published rows per month."""
    table = published("presence")
    arrivals = apportion(np.array(table["arrivals"], np.float64), clients)
    first = rng.permutation(np.repeat(np.arange(len(MONTHS), dtype=np.int8), arrivals))
    fresh = rng.random(clients) < table["fresh_share_of_july_arrivals"]
    dormant = (first == RELOAD) & ~fresh
    without_profile = _draw_without_profile(rng, first)
    last, back = _draw_departures(rng, first, dormant, without_profile)
    everything = np.uint32((1 << len(MONTHS)) - 1)
    upto = everything >> (np.uint32(len(MONTHS) - 1) - last.astype(np.uint32))
    since = everything << first.astype(np.uint32)
    return Presence(first, upto & since & ~back & everything, dormant, without_profile)


def _draw_without_profile(rng: np.random.Generator, first: NDArray[np.int8]) -> NDArray[np.bool_]:
    table = published("presence")
    arrived = np.array(table["without_profile"], np.float64)
    counts = _scaled(arrived, first.size)
    chosen = np.zeros(first.size, np.bool_)
    for month, count in enumerate(counts):
        here = np.flatnonzero(first == month)
        chosen[rng.choice(here, min(int(count), here.size), replace=False)] = True
    return chosen


def _draw_departures(
    rng: np.random.Generator,
    first: NDArray[np.int8],
    dormant: NDArray[np.bool_],
    without_profile: NDArray[np.bool_],
) -> tuple[NDArray[np.int8], NDArray[np.uint32]]:
    """Last month of each client, and the bits of the months of absence before a return."""
    table = published("presence")
    leavers = _scaled(np.array(table["leavers"], np.float64), first.size)
    away = _scaled(np.array(table["away"], np.float64), first.size)
    staying = table["without_profile_staying"] / sum(table["without_profile"])
    stays = without_profile & (rng.random(first.size) < staying)
    last = np.full(first.size, len(MONTHS) - 1, np.int8)
    absent = np.zeros(first.size, np.uint32)
    for month in range(1, len(MONTHS)):
        weight = _leaving_weight(first, dormant, month)
        if month <= RELOAD:
            weight[without_profile] = 20.0 if month == RELOAD else -np.inf
        weight[stays | (last < len(MONTHS) - 1) | (absent > 0) & (month <= RELOAD)] = -np.inf
        last[pick(rng, weight, int(leavers[month]))] = month - 1
        weight[last < len(MONTHS) - 1] = -np.inf
        if month < RELOAD:
            gap = np.uint32((1 << RELOAD) - (1 << month))
            absent[pick(rng, weight, int(away[month]))] = gap
    return last, absent


def _leaving_weight(
    first: NDArray[np.int8], dormant: NDArray[np.bool_], month: int
) -> NDArray[np.float32]:
    table = published("behaviour")["leaving"]
    by_records = np.full(len(MONTHS) + 1, 1.0, np.float32)
    by_records[1 : 1 + len(table["first_records"])] = table["first_records"]
    records = month - first
    weight = by_records[np.maximum(records, 0)]
    weight[(first == 0) | dormant] = 1.0
    weight[dormant] = table["dormant"]
    weight[records <= 0] = 0.0
    with np.errstate(divide="ignore"):
        return np.log(weight)


def _scaled(counts: NDArray[np.float64], clients: int) -> NDArray[np.int64]:
    """Published counts at the size of this bank, rounded so that their running sums fit."""
    scale = clients / published("presence")["clients"]
    sums: NDArray[np.int64] = np.rint(np.cumsum(counts) * scale).astype(np.int64)
    return np.diff(sums, prepend=0)
