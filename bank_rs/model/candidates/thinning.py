"""Fewer rows to learn from, at the same level of the probabilities."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Thinned:
    """Rows drawn to learn from.

    Attributes
    ----------
    rows : ndarray of shape (m,), int64
        Their places, rising.
    weights : ndarray of shape (m,), float64
        How many rows each stands for.
    """

    rows: NDArray[np.int64]
    weights: NDArray[np.float64]


def thin(kept: NDArray[np.bool_], weights: NDArray[np.float64], most: int, seed: int) -> Thinned:
    """Keep some rows and draw from the rest.

    Parameters
    ----------
    kept : ndarray of shape (n,)
        Rows that all stay, with their weights.
    weights : ndarray of shape (n,)
        How many rows each stands for.
    most
        How many of the others stay, drawn at random without regard to their weights. These are
        raised so that together they weigh what all the others did.
    seed
        Of the draw.

    Returns
    -------
    Thinned
        All rows when the others are no more than ``most``.
    """
    others = np.flatnonzero(~kept)
    if len(others) <= most:
        return Thinned(np.arange(len(kept)), weights)
    drawn = np.random.default_rng(seed).choice(others, most, replace=False, shuffle=False)
    raised = weights.copy()
    raised[drawn] *= weights[others].sum() / weights[drawn].sum()
    rows = np.sort(np.concatenate([np.flatnonzero(kept), drawn]))
    return Thinned(rows, raised[rows])
