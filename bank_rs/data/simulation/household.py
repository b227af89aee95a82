"""Clients who live together and share one household income."""

import numpy as np
from numpy.typing import NDArray

from bank_rs.data.published import published
from bank_rs.data.published.scale import scale_of


def draw_households(
    rng: np.random.Generator, place: NDArray[np.int16], known: NDArray[np.bool_]
) -> NDArray[np.int32]:
    """Draw households of 2 to 6 clients of one place, as many of each size as published.

    Parameters
    ----------
    rng
        Source of chance.
    place
        Where each client lives; households lie within a place.
    known
        Whose income is known; the others live alone, as nothing would tell their households.

    Returns
    -------
    ndarray
        Number of each client's household, from 0, int32 of shape (clients,).
    """
    order = np.lexsort((rng.random(place.size), place, ~known))
    sharing, alone = np.split(order, [np.count_nonzero(known)])
    members = np.bincount(place[sharing])
    share = scale_of(place.size) / max(sharing.size, 1)
    sizes = np.concatenate([np.empty(0, np.int64), *(_sizes(rng, n, share * n) for n in members)])
    households = np.empty(place.size, np.int32)
    households[sharing] = np.repeat(np.arange(sizes.size), sizes)
    households[alone] = sizes.size + np.arange(alone.size)
    return households


def _sizes(rng: np.random.Generator, members: int, scale: float) -> NDArray[np.int64]:
    """Sizes of the households of one place, which sum to its members."""
    table = published("profile")["households"]
    size = np.array([int(text) for text in table])
    expected = np.array(list(table.values())) * scale
    count = np.floor(expected + rng.random(size.size)).astype(np.int64)
    while (count * size).sum() > members:
        count[np.flatnonzero(count)[-1]] -= 1
    return np.append(np.repeat(size, count), np.ones(members - (count * size).sum(), np.int64))
