"""When each client first joined, and in which segment."""

import numpy as np
from numpy.typing import NDArray

from bank_rs.data.simulation.draw import choose
from bank_rs.data.simulation.months import FIRST_NUMBER, MONTHS, RELOAD
from bank_rs.data.simulation.presence import Presence
from bank_rs.data.simulation.published import published


def draw_registrations(
    rng: np.random.Generator, presence: Presence
) -> tuple[NDArray[np.int32], NDArray[np.int8]]:
    """Draw month number of joining and segment from the published counts of both.

    Clients of the first snapshot joined before its month's end, the dormant ones of the 2015-07
    load before that month, all others in the month of their first record.
    """
    table = published("profile")["registered"]
    numbers = np.array([int(m[:4]) * 12 + int(m[5:]) - 1 for m in table["months"]], np.int32)
    counts = np.array([table[s] for s in ("01", "02", "03")], np.float64)
    month = np.empty(presence.first.size, np.int32)
    segment = np.empty(presence.first.size, np.int8)
    for members, span in _groups(presence, numbers):
        weights = np.where(span, counts, 0).ravel()
        drawn = choose(rng, weights, members.size)
        month[members] = numbers[drawn % numbers.size]
        segment[members] = drawn // numbers.size
    return month, segment


def _groups(
    presence: Presence, numbers: NDArray[np.int32]
) -> list[tuple[NDArray[np.int64], NDArray[np.bool_]]]:
    fresh = [(presence.first == t) & ~presence.dormant for t in range(len(MONTHS))]
    groups = [(np.flatnonzero(fresh[0]), numbers <= FIRST_NUMBER)]
    groups += [(np.flatnonzero(presence.dormant), numbers < FIRST_NUMBER + RELOAD)]
    for t in range(1, len(MONTHS)):
        groups.append((np.flatnonzero(fresh[t]), numbers == FIRST_NUMBER + t))
    return groups
