"""Kinds allotted to clients so that their rows come out in the published proportions."""

import numpy as np
from numpy.typing import NDArray

from bank_rs.data.simulation.draw import Floats, Integers


def allot(rng: np.random.Generator, weights: Floats, records: Integers) -> NDArray[np.int16]:
    """Give each client a kind such that the records of each kind follow the weights.

    A systematic draw with a random start: the counts of records are off by no more than those of
    one client, where independent draws would scatter.

    Parameters
    ----------
    rng
        Source of chance.
    weights
        Published rows of each kind.
    records
        Records of each client, shape (clients,).

    Returns
    -------
    ndarray
        Position of each client's kind, int16 of shape (clients,).
    """
    order = rng.permutation(records.size)
    kinds = np.empty(records.size, np.int16)
    kinds[order] = deal(weights, records[order], rng.random())
    return kinds


def deal(weights: Floats, records: Integers, start: float = 0.0) -> NDArray[np.int16]:
    """Give kinds to clients in the order they come in, the first kinds first.

    Parameters
    ----------
    weights, records
        As in `allot`.
    start
        Where on the circle of all kinds the first client begins, in [0, 1).
    """
    ends = np.cumsum(records, dtype=np.float64)
    share = ((ends - records / 2) / max(float(ends[-1]), 1.0) + start) % 1.0 if ends.size else ends
    edges = np.cumsum(weights, dtype=np.float64)
    kinds = np.searchsorted(edges, share * edges[-1], side="right")
    return np.asarray(np.minimum(kinds, edges.size - 1), np.int16)
