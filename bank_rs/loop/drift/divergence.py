"""How far two sets of counts are apart, and how far chance alone drives them."""

from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import chi2, norm

SIGMAS: Final = 5.0
"""Standard errors that are beyond chance: of 150 readings an hour none in two years by chance."""

_CHANCE: Final = float(norm.sf(SIGMAS))
_LEAST_EXPECTED: Final = 5
"""Rows in a bin, from which a count is near enough to normal (Cochran 1954)."""

_EMPTY: Final = 0.5
"""What an empty bin counts as, so that its logarithm is finite."""

Floats = NDArray[np.float64]


def psi(before: ArrayLike, now: ArrayLike) -> float:
    """Population stability index, sum of (q - p) ln(q / p) over bins (Siddiqi 2006).

    It is Jeffreys' divergence: 0 for equal shares, the same both ways.

    Examples
    --------
    >>> round(psi([50, 50], [60, 40]), 4)
    0.0405
    """
    p, q = _shares(before), _shares(now)
    return float(((q - p) * np.log(q / p)).sum())


def jensen_shannon(before: ArrayLike, now: ArrayLike) -> float:
    """Jensen-Shannon distance, 0 to 1: the root of the divergence in bits (Endres 2003).

    Examples
    --------
    >>> round(jensen_shannon([50, 50], [60, 40]), 4)
    0.0854
    """
    p, q = _shares(before), _shares(now)
    middle = (p + q) / 2
    bits = (p * np.log2(p / middle) + q * np.log2(q / middle)).sum() / 2
    return float(np.sqrt(np.clip(bits, 0, 1)))


def pooled(before: ArrayLike, now: ArrayLike) -> tuple[Floats, Floats]:
    """Join the rarest bins until each may expect five of the rows of now.

    In bins that expect less, PSI says more of their number than of the rows.
    """
    counts, found = np.asarray(before, np.float64), np.asarray(now, np.float64)
    expected = counts * (found.sum() / max(counts.sum(), 1))
    order = np.argsort(expected, kind="stable")
    counts, found, expected = counts[order], found[order], expected[order]
    rare = int((expected < _LEAST_EXPECTED).sum())
    while 0 < rare < len(expected) and expected[:rare].sum() < _LEAST_EXPECTED:
        rare += 1
    return _joined(counts, rare), _joined(found, rare)


def psi_by_chance(bins: int, before: float, now: float) -> float:
    """PSI that two samples of one population exceed once in 3.5 million times.

    It is distributed as (1/n + 1/m) times chi-squared with B - 1 degrees of freedom (Yurdakul and
    Naranjo 2020), so (B - 1)(1/n + 1/m) is what unchanged clients are expected to have.
    """
    if bins < 2 or not before or not now:
        return float("inf")
    return float(chi2.isf(_CHANCE, bins - 1) * (1 / before + 1 / now))


def share_sigmas(before: int, of_before: int, now: int, of_now: int) -> float:
    """How many standard errors lie between two shares.

    By the arcsine transformation, whose variance does not hang on the share, with Anscombe's 3/8
    (1948) for small counts.
    """
    if not of_before or not of_now:
        return 0.0
    angles = [
        2 * np.arcsin(np.sqrt((count + 3 / 8) / (rows + 3 / 4)))
        for count, rows in ((before, of_before), (now, of_now))
    ]
    return float(abs(angles[1] - angles[0]) / np.sqrt(1 / of_before + 1 / of_now))


def _shares(counts: ArrayLike) -> Floats:
    filled: Floats = np.asarray(counts, np.float64)
    filled = np.where(filled > 0, filled, _EMPTY)
    shares: Floats = filled / filled.sum()
    return shares


def _joined(counts: NDArray[Any], first: int) -> Floats:
    if not first:
        return counts
    return np.concatenate(([counts[:first].sum()], counts[first:]))
