"""Client numbers."""

import numpy as np
from numpy.typing import NDArray

from bank_rs.data.published import published
from bank_rs.data.simulation.draw import ranks
from bank_rs.data.simulation.presence import Presence


def draw_ids(
    rng: np.random.Generator, registered: NDArray[np.int32], presence: Presence
) -> NDArray[np.int64]:
    """Draw distinct numbers that grow with the date of joining.

    Their quantiles over the rows are the published ones.
    """
    quantiles, strays = published("profile")["id_quantiles"], published("profile")["id_strays"]
    size = registered.size
    astray = np.where(rng.random(size) < strays["share"], strays["months"], 0)
    place = ranks(registered + rng.random(size) + astray * rng.standard_normal(size))
    records = np.zeros(size, np.float64)
    records[place] = np.bitwise_count(presence.months)
    share = np.cumsum(records) / records.sum()
    marks = np.linspace(0, 1, len(quantiles))
    inside = share - records / records.sum() * rng.random(size)
    wanted = np.rint(np.interp(inside, marks, quantiles)).astype(np.int64)
    return _spread(wanted, quantiles[0], quantiles[-1])[place]


def _spread(wanted: NDArray[np.int64], low: int, high: int) -> NDArray[np.int64]:
    """Move ascending numbers apart, as little as it takes to make them distinct."""
    steps = np.arange(wanted.size)
    apart = np.maximum.accumulate(wanted - steps) + steps
    room = high - steps[::-1]
    return np.maximum(np.minimum(apart, room), low + steps)
