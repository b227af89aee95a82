"""Ages by segment and tenure."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from bank_rs.data.published import published
from bank_rs.data.published.months import FIRST_NUMBER, MONTHS, RELOAD
from bank_rs.data.simulation.allotment import deal
from bank_rs.data.simulation.draw import normal_scores
from bank_rs.data.simulation.presence import Presence

_SCHOOL_AGE: Final = 18
_ROUNDS: Final = 5

_TENURE_CORRELATION: Final = (0.38, 0.38, 0.65)
"""Of age with tenure inside a segment, chosen so that it is 0.61 over all (iuliia, cell 26)."""


def draw_ages(
    rng: np.random.Generator,
    registered: NDArray[np.int32],
    segment: NDArray[np.int8],
    presence: Presence,
) -> tuple[NDArray[np.int16], NDArray[np.int32]]:
    """Draw the age at the 2015-07 load, older with longer tenure.

    Returns
    -------
    age : ndarray of shape (clients,), int16
    registered : ndarray of shape (clients,), int32
        Month numbers of joining, moved after the birth of those who would have joined before it.
    """
    order = _by_tenure(rng, registered, segment)
    age = _deal_ages(order, presence)
    reload = FIRST_NUMBER + RELOAD
    unborn = reload - registered > age * 12
    since = RELOAD + (rng.random(registered.size) * (age * 12 - RELOAD)).astype(np.int32)
    return age, np.where(unborn, reload - since, registered).astype(np.int32)


def _by_tenure(
    rng: np.random.Generator, registered: NDArray[np.int32], segment: NDArray[np.int8]
) -> list[NDArray[np.int64]]:
    """Clients of each segment, those to get the lowest ages first."""
    groups = []
    for code, tied in enumerate(_TENURE_CORRELATION):
        members = np.flatnonzero(segment == code)
        tenure = -normal_scores(rng, registered[members])
        score = tied * tenure + np.sqrt(1 - tied**2) * rng.standard_normal(members.size)
        groups.append(members[np.argsort(score)])
    return groups


def _deal_ages(order: list[NDArray[np.int64]], presence: Presence) -> NDArray[np.int16]:
    """Ages at the load such that the rows by age, birthdays included, are the published ones.

    Each round corrects the weights of the ages by what the one before fell short of.
    """
    ages, wanted = _ages(), np.array(list(published("profile")["age"].values()), np.float64)
    records = presence.records()
    grown = presence.weighted_records(np.maximum(np.arange(len(MONTHS)) - RELOAD, 0) / 12)
    place = np.empty(records.size, np.int16)
    weights = wanted.copy()
    for _ in range(_ROUNDS):
        for members, rows in zip(order, _by_segment(weights), strict=True):
            dealt = _minors_first(members, presence, records, rows)
            place[dealt] = deal(rows, records[dealt])
        found = np.bincount(place, records - grown, ages.size)
        found[1:] += np.bincount(place, grown, ages.size)[:-1]
        weights *= np.clip(wanted / wanted.sum() * found.sum() / np.maximum(found, 1), 0.5, 2)
    return ages[place]


def _minors_first(
    members: NDArray[np.int64],
    presence: Presence,
    records: NDArray[np.int8],
    weights: NDArray[np.float64],
) -> NDArray[np.int64]:
    """Move clients of the first month to the front, as many as there are minors.

    Nearly all junior accounts are in the first snapshot, so nearly all minors are too.
    """
    share = weights[_ages() < _SCHOOL_AGE].sum() / weights.sum()
    rows = share * records[members].sum(dtype=np.int64)
    seen = presence.first[members] == 0
    minor = seen & (np.cumsum(records[members] * seen, dtype=np.int64) <= rows)
    return np.concatenate([members[minor], members[~minor]])


def _ages() -> NDArray[np.int16]:
    return np.array([int(a) for a in published("profile")["age"]], np.int16)


def _by_segment(rows: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """Rows by age split over the three segments."""
    table = published("profile")

    def share(name: str) -> NDArray[np.float64]:
        knots = {int(a): s for a, s in table[name].items()}
        return np.asarray(np.interp(_ages(), list(knots), list(knots.values())))

    student = share("student_share")
    top = (1 - student) * share("top_share")
    return [rows * top, rows * (1 - student - top), rows * student]
