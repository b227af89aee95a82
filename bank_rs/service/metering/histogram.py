"""Times as counts in buckets, which add up over processes as no percentile does."""

from functools import cache
from math import frexp
from typing import Final

import numpy as np
from numpy.typing import NDArray

PARTS: Final = 32
"""Buckets of an octave, alike in width: a bucket is at most 1/32 of its time wide."""

_OCTAVES: Final = 27
_FINEST: Final = 1e-3
"""Milliseconds at the lower end of the first octave; 27 octaves above it are 134 seconds."""

BUCKETS: Final = 1 + _OCTAVES * PARTS
"""The first is for all that is less; the last takes all that is more."""


def bucket_of(milliseconds: float) -> int:
    """Place of the bucket of a time.

    Examples
    --------
    >>> bucket_of(0), bucket_of(0.001), bucket_of(0.002), bucket_of(1e9) == BUCKETS - 1
    (0, 1, 33, True)
    """
    fraction, octave = frexp(milliseconds / _FINEST)
    if octave < 1:
        return 0
    # frexp answers a fraction from 0.5 to 1
    place = 1 + int((octave - 2 + 2 * fraction) * PARTS)
    return place if place < BUCKETS else BUCKETS - 1


@cache
def edges() -> NDArray[np.float64]:
    """Lower edges of the buckets and the upper edge of the last, in ms, shape (BUCKETS + 1,)."""
    places = np.arange(_OCTAVES * PARTS + 1)
    octave, part = places // PARTS, places % PARTS
    return np.concatenate([[0.0], _FINEST * 2.0**octave * (1 + part / PARTS)])


def percentiles(
    counts: NDArray[np.int64], shares: tuple[float, ...], longest: float
) -> tuple[float, ...]:
    """Times that these shares of the requests kept to.

    The time of the least request that is at least as long as a share of them, taken to lie within
    its bucket where its rank does; so an answer is off by a bucket's width at most.

    Parameters
    ----------
    counts : ndarray of shape (BUCKETS,), int64
        Requests by bucket, at least one.
    shares
        From above 0 to 1.
    longest
        Of their times, in ms.

    Returns
    -------
    tuple
        In ms, none above `longest`.
    """
    bounds = edges()
    until = np.cumsum(counts)
    ranks = np.array(shares) * until[-1]
    place = np.searchsorted(until, ranks)
    within = (ranks - (until[place] - counts[place])) / counts[place]
    times = bounds[place] + within * (bounds[place + 1] - bounds[place])
    return tuple(np.minimum(times, longest).tolist())


def least_longest(counts: NDArray[np.int64]) -> float:
    """What the longest time cannot be below, in ms; 0 without requests."""
    (filled,) = counts.nonzero()
    return float(edges()[filled[-1]]) if len(filled) else 0.0
