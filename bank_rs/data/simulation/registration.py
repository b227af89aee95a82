"""When each client first joined, and in which segment."""

from datetime import date

import numpy as np
from numpy.typing import NDArray

from bank_rs.data.published import published
from bank_rs.data.published.months import FIRST_NUMBER, MONTHS, RELOAD, month_number
from bank_rs.data.simulation.draw import apportion
from bank_rs.data.simulation.presence import Presence
from bank_rs.data.simulation.raking import Table, fit_margins


def draw_registrations(
    rng: np.random.Generator, presence: Presence
) -> tuple[NDArray[np.int32], NDArray[np.int8]]:
    """Draw month number of joining and segment from the published counts of both.

    Clients of the first snapshot joined before its month's end, the dormant ones of the 2015-07
    load before that month, all others in the month of their first record.
    """
    numbers, counts = _registered()
    month = np.empty(presence.first.size, np.int32)
    segment = np.empty(presence.first.size, np.int8)
    for members, weights in _groups(presence, numbers, counts):
        cells = np.repeat(np.arange(weights.size), apportion(weights.ravel(), members.size))
        drawn = rng.permutation(cells)
        month[members] = numbers[drawn % numbers.size]
        segment[members] = drawn // numbers.size
    return month, segment


def _registered() -> tuple[NDArray[np.int32], Table]:
    """Month numbers, and clients of shape (segments, months)."""
    table = published("profile")["registered"]
    numbers = np.array(
        [month_number(date.fromisoformat(f"{m}-01")) for m in table["months"]], np.int32
    )
    return numbers, np.array([table[s] for s in ("01", "02", "03")], np.float64)


def _groups(
    presence: Presence, numbers: NDArray[np.int32], counts: Table
) -> list[tuple[NDArray[np.int64], Table]]:
    """Clients who came in the same way, and weights of shape (segments, months) for them."""
    old = presence.first == 0
    groups = [np.flatnonzero(old), np.flatnonzero(presence.dormant)]
    weights = list(_split_old(numbers, counts, groups[0].size, groups[1].size))
    for t in range(1, len(MONTHS)):
        groups.append(np.flatnonzero((presence.first == t) & ~presence.dormant))
        weights.append(np.where(numbers == FIRST_NUMBER + t, counts, 0))
    return list(zip(groups, weights, strict=True))


def _split_old(
    numbers: NDArray[np.int32], counts: Table, snapshot: int, dormant: int
) -> tuple[Table, Table]:
    """Share the clients who joined before 2015-07 out between the first snapshot and the load.

    Those who joined in spring 2015 and were not seen then came with the load.
    """
    rules = published("profile")["dormant"]
    left = np.where(numbers < FIRST_NUMBER + RELOAD, counts, 0)
    for t, seen in published("presence")["arrivals"].items():
        month = numbers == FIRST_NUMBER + int(t)
        left[:, month] *= 1 - seen / counts[:, month].sum()
    years = (numbers - FIRST_NUMBER) / 12
    odds = np.outer(rules["segment_odds"], np.exp(rules["yearly"] * years))
    seen_first = np.broadcast_to(numbers <= FIRST_NUMBER, counts.shape)
    prior = np.stack([seen_first.ravel(), odds.ravel()]) * left.ravel()
    sizes = np.maximum(np.array([snapshot, dormant], np.float64), 1e-9)
    split = fit_margins(prior, sizes, left.ravel())
    return split[0].reshape(counts.shape), split[1].reshape(counts.shape)
