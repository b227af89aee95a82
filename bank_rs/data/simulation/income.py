"""Household incomes."""

import numpy as np
from numpy.typing import NDArray

from bank_rs.data.published import published
from bank_rs.data.published.months import FIRST_NUMBER
from bank_rs.data.published.scale import scale_of
from bank_rs.data.simulation.allotment import allot
from bank_rs.data.simulation.household import draw_households
from bank_rs.data.simulation.place import published_places

Floats = NDArray[np.float64]


def draw_incomes(
    rng: np.random.Generator,
    place: NDArray[np.int16],
    lean: Floats,
    known: NDArray[np.bool_],
    records: NDArray[np.int8],
) -> tuple[Floats, NDArray[np.int32]]:
    """Draw incomes round the published median of the place, one for each household.

    Parameters
    ----------
    rng
        Source of chance.
    place
        Position in the published table of places.
    lean
        As `draw_leanings` returns it; a household has that of its first client.
    known
        Whose income is known.
    records
        Records of each client, by which medians are weighted.

    Returns
    -------
    income : ndarray of shape (clients,), float64
        In euros, a multiple of 0.03; nan where unknown.
    household : ndarray of shape (clients,), int32
        Number of each client's household.
    """
    table = published("profile")["income"]
    household = draw_households(rng, place, known)
    _, head = np.unique(household, return_index=True)
    lean = lean[head[household]]
    medians = published_places()[:, 2]
    income = medians[place] * np.exp(lean - _medians(lean, place, known, records)[place])
    alone = known & (np.bincount(household)[household] == 1)
    _set_frequent(rng, income, np.flatnonzero(alone), place, records)
    income = np.clip(income, table["low"], table["high"])
    income[~known] = np.nan
    return np.rint(income * 100 / 3) * 3 / 100, household


def draw_leanings(
    rng: np.random.Generator,
    place: NDArray[np.int16],
    segment: NDArray[np.int8],
    registered: NDArray[np.int32],
) -> Floats:
    """Draw the log of income over the median of the place, before it is centred on that.

    Parameters
    ----------
    rng
        Source of chance.
    place, segment
        Where the clients live, and their position in ``SEGMENTS``.
    registered
        Month number of joining: incomes grow with tenure.

    Notes
    -----
    The ratio of mean to median of a log-normal variable with spread s is exp(s^2/2). What the
    published ratio of a place has beyond that comes from its share of very high incomes.
    """
    table = published("profile")["income"]
    ratio = np.log(published_places()[:, 3] / published_places()[:, 2])
    spread = np.clip(table["spread_share"] * np.sqrt(2 * ratio), *table["spread"])
    tail = np.maximum(np.exp(ratio - spread**2 / 2) - 1, 0) / table["tail_mean"]
    lean = np.log(list(table["segment_factor"].values()))[segment]
    lean -= table["tenure_slope"] * (registered - FIRST_NUMBER) / 12
    lean += spread[place] * rng.standard_normal(place.size)
    chance = rng.random(place.size)
    far = table["tail"][0] + table["tail"][1] * rng.standard_normal(place.size)
    lean += np.where(chance < tail[place], far, 0)
    return np.asarray(lean - np.where(chance > 1 - table["poor_share"], np.abs(far), 0))


def _medians(
    lean: Floats, place: NDArray[np.int16], known: NDArray[np.bool_], records: NDArray[np.int8]
) -> Floats:
    """Median of the rows of each place; 0 where nobody lives."""
    medians = np.zeros(len(published_places()))
    members = np.flatnonzero(known & (records > 0))
    order = members[np.lexsort((lean[members], place[members]))]
    ends = np.searchsorted(place[order], np.arange(medians.size), side="right")
    for here, start, end in zip(range(medians.size), [0, *ends[:-1]], ends, strict=True):
        if end > start:
            rows = np.cumsum(records[order[start:end]], dtype=np.int64)
            medians[here] = lean[order[start + np.searchsorted(rows, rows[-1] / 2)]]
    return medians


def _set_frequent(
    rng: np.random.Generator,
    income: Floats,
    alone: NDArray[np.int64],
    place: NDArray[np.int16],
    records: NDArray[np.int8],
) -> None:
    """Give some who live alone the incomes that are published as the most frequent.

    All in the largest province, where their numbers do not pass for households.
    """
    table = published("profile")
    largest = int(np.argmax(published_places()[:, 1]))
    alone = alone[place[alone] == largest]
    frequent = {float(text): rows for text, rows in table["income"]["frequent"].items()}
    scale = scale_of(income.size)
    rest = max(float(records[alone].sum()) - scale * sum(frequent.values()), 0.0)
    kinds = allot(rng, np.array([*(scale * r for r in frequent.values()), rest]), records[alone])
    chosen = kinds < len(frequent)
    income[alone[chosen]] = np.array(list(frequent))[kinds[chosen]]
