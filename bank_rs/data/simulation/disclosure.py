"""Which clients' incomes the bank knows."""

import numpy as np
from numpy.typing import NDArray

from bank_rs.data.published import published
from bank_rs.data.published.scale import scale_of
from bank_rs.data.published.segment import INDIVIDUAL, SEGMENTS
from bank_rs.data.simulation.allotment import allot
from bank_rs.data.simulation.place import published_places
from bank_rs.data.simulation.presence import Presence


def draw_known_incomes(
    rng: np.random.Generator,
    presence: Presence,
    place: NDArray[np.int16],
    segment: NDArray[np.int8],
    unassigned: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """Draw whose income is known, bool of shape (clients,).

    It is rarely known of clients who joined since 2015-07, are abroad or never get a segment; of
    the others as often as the published missing rows of their segment leave room for.
    """
    rules = published("profile")["income"]
    records = presence.records()
    late = presence.late
    missing = np.where(late, rules["missing_first"], rules["missing_abroad"])
    special = late | unassigned | (place == len(published_places()) - 1)
    known = ~special | (rng.random(place.size) >= missing)
    wanted = _wanted(presence, segment, late, special & ~known)
    for code in range(len(SEGMENTS)):
        members = np.flatnonzero(~special & (segment == code))
        rows = float(records[members].sum(dtype=np.int64))
        lost = float(np.clip(wanted[code], 0, rows))
        known[members] = allot(rng, np.array([lost, rows - lost + 1e-9]), records[members]) == 1
    return np.asarray(known, np.bool_)


def _wanted(
    presence: Presence,
    segment: NDArray[np.int8],
    late: NDArray[np.bool_],
    lost: NDArray[np.bool_],
) -> NDArray[np.float64]:
    """Missing rows of each segment that are left once those already lost are taken away.

    Rows without a segment, which are the first ones of late clients and those without a
    profile, are published as rows of individuals.
    """
    rules = published("profile")["income"]
    scale = scale_of(segment.size)
    records = presence.records()
    wanted = np.array(rules["missing_rows"], np.float64) * scale
    taken = np.bincount(segment, lost * (records - late), len(SEGMENTS))
    taken[INDIVIDUAL] += np.count_nonzero(lost & late)
    taken[INDIVIDUAL] += published("presence")["without_profile"][2] * scale
    return np.asarray(wanted - taken, np.float64)
