"""Ages by segment and tenure."""

import numpy as np
from numpy.typing import NDArray

from bank_rs.data.simulation.draw import normal_scores
from bank_rs.data.simulation.months import FIRST_NUMBER, RELOAD
from bank_rs.data.simulation.presence import Presence
from bank_rs.data.simulation.published import published
from bank_rs.data.simulation.segment import INDIVIDUAL

_SCHOOL_AGE = 18

_TENURE_CORRELATION = (0.5, 0.5, 0.75)
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
    age = np.empty(registered.size, np.int16)
    for code, weights in enumerate(_age_weights()):
        members = np.flatnonzero(segment == code)
        tenure = -normal_scores(rng, registered[members])
        tied = _TENURE_CORRELATION[code]
        score = tied * tenure + np.sqrt(1 - tied**2) * rng.standard_normal(members.size)
        share = (np.arange(members.size) + 0.5) / max(members.size, 1)
        cumulated = np.cumsum(weights) / np.sum(weights)
        ages = _ages()[np.searchsorted(cumulated, share)]
        age[members[np.argsort(score)]] = ages
    _swap_minors(rng, age, segment, presence)
    reload = FIRST_NUMBER + RELOAD
    unborn = reload - registered > age * 12
    since = RELOAD + (rng.random(registered.size) * (age * 12 - RELOAD)).astype(np.int32)
    return age, np.where(unborn, reload - since, registered).astype(np.int32)


def _swap_minors(
    rng: np.random.Generator,
    age: NDArray[np.int16],
    segment: NDArray[np.int8],
    presence: Presence,
) -> None:
    """Exchange the ages of minors who joined late with adults of the first month.

    Nearly all junior accounts are in the first snapshot, so nearly all minors are too.
    """
    late = np.flatnonzero((presence.first > 0) & (age < _SCHOOL_AGE))
    adults = np.flatnonzero((presence.first == 0) & (age > 30) & (segment == INDIVIDUAL))
    adults = rng.choice(adults, min(late.size, adults.size), replace=False)
    late = late[: adults.size]
    age[late], age[adults] = age[adults], age[late]


def _ages() -> NDArray[np.int16]:
    return np.array([int(a) for a in published("profile")["age"]], np.int16)


def _age_weights() -> list[NDArray[np.float64]]:
    """Published rows by age, split over the three segments."""
    table = published("profile")
    rows = np.array(list(table["age"].values()), np.float64)

    def share(name: str) -> NDArray[np.float64]:
        knots = {int(a): s for a, s in table[name].items()}
        return np.asarray(np.interp(_ages(), list(knots), list(knots.values())))

    student = share("student_share")
    top = (1 - student) * share("top_share")
    return [rows * top, rows * (1 - student - top), rows * student]
