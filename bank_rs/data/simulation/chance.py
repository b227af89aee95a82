"""Probabilities that sum to a published count, and events drawn from them."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from bank_rs.data.simulation.draw import Floats

_BINS: Final = 4096
_STEPS: Final = 50
_FARTHEST: Final = 60.0
"""Log odds at which all is certain; the bisection starts there."""


def shift_to(lean: Floats, expected: float) -> float:
    """Return the constant that, added to log odds, makes their probabilities sum to a count.

    Parameters
    ----------
    lean
        Log odds up to a constant.
    expected
        The wanted sum. A count of everybody or more gives a constant that makes all certain.

    Returns
    -------
    float
        Found by bisection over a histogram of ``lean``, so that the sum is right to 1 in 10,000.
    """
    if expected <= 0 or not lean.size:
        return -np.inf
    if expected >= lean.size:
        return np.inf
    low, high = float(lean.min()), float(lean.max())
    width = max(high - low, 1e-6) / _BINS
    places = ((lean - np.float32(low)) / np.float32(width)).astype(np.int32)
    bins, counts = np.unique_counts(np.minimum(places, _BINS - 1))
    middles = low + (bins + 0.5) * width
    below, above = -high - _FARTHEST, -low + _FARTHEST
    for _ in range(_STEPS):
        if np.float32(below) == np.float32(above):  # all that `chances` can tell apart
            break
        shift = (below + above) / 2
        few = counts @ (1 / (1 + np.exp(-middles - shift))) < expected
        below, above = (shift, above) if few else (below, shift)
    return (below + above) / 2


def chances(lean: Floats, shift: float) -> NDArray[np.float32]:
    """Return the probabilities of shifted log odds, in the shape of ``lean``."""
    with np.errstate(over="ignore"):
        return np.asarray(1 / (1 + np.exp(-(lean + np.float32(shift)))), np.float32)


def draw_events(rng: np.random.Generator, chance: NDArray[np.float32]) -> NDArray[np.int64]:
    """Return the positions at which an event of the given probability happens.

    Systematic sampling in random order (Madow, Annals of Mathematical Statistics 20, 1949): each
    position is drawn with exactly its probability, and their number is the sum of all of them,
    rounded up or down.
    """
    order = rng.permutation(chance.size)
    steps = np.floor(np.cumsum(chance[order], dtype=np.float64) + rng.random())
    return np.asarray(order[np.diff(steps, prepend=0) > 0], np.int64)
