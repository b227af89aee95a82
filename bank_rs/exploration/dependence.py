"""Dependence of columns on columns: the correlation phi_K and its significance.

phi_K is 0 for independent columns and 1 for one that decides the other, of whatever kind they are
and however the dependence runs (Baak, Koopman, Snoek, Klous, "A new correlation coefficient between
categorical, ordinal and interval variables with Pearson characteristics", 2020). The significance
is the distance from independence in standard deviations of a normal distribution.

The scale of phi_K hangs on the number of values: against a target of two, the same dependence
comes out down to half as large for an odd number of bands as for an even one. Significance does not
do this.
"""

from collections.abc import Callable
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

Counts = NDArray[np.int64]

SIMULATIONS: Final = 500
"""Tables of independent columns drawn to judge one pair."""


def phik_table(left: pl.DataFrame, right: pl.DataFrame) -> pl.DataFrame:
    """phi_K of each column of one frame with each of another, over the rows that know both.

    Parameters
    ----------
    left, right
        Of equal height, whole numbers from 0, see `coded_profile`.

    Returns
    -------
    pl.DataFrame
        ``feature`` (columns of ``left``), then a Float64 for each column of ``right``; NaN where a
        column has a single value among those rows.
    """
    from phik.phik import phik_from_hist2d

    return _table(left, right, lambda counts: float(phik_from_hist2d(counts)))


def significance_table(left: pl.DataFrame, right: pl.DataFrame) -> pl.DataFrame:
    """Standard deviations from independence; as `phik_table` otherwise.

    Rare values make the theory of large samples doubtful, so tables with the same margins are drawn
    without dependence and the G statistic of the found one is set beside theirs.
    """
    return _table(left, right, _significance)


def _significance(counts: Counts) -> float:
    from phik.significance import significance_from_chi2_hybrid
    from scipy.stats import random_table

    rows, columns = counts.sum(axis=1), counts.sum(axis=0)
    expected = np.outer(rows, columns) / counts.sum()
    independent = random_table(rows, columns).rvs(SIMULATIONS, random_state=0)
    _, deviations = significance_from_chi2_hybrid(
        g_statistic(counts, expected), counts, chi2s=g_statistic(independent, expected)
    )
    return float(deviations)


def g_statistic(counts: Counts, expected: NDArray[np.float64]) -> NDArray[np.float64]:
    """Likelihood ratio statistic of tables against their expectation.

    Parameters
    ----------
    counts
        One table or, along the first axis, many.
    expected
        The table expected without dependence.

    Returns
    -------
    ndarray
        2 * sum(counts * log(counts / expected)) of each table.
    """
    ratio = np.where(counts > 0, counts / expected, 1.0)
    statistic: NDArray[np.float64] = 2 * (counts * np.log(ratio)).sum(axis=(-2, -1))
    return statistic


def _table(
    left: pl.DataFrame, right: pl.DataFrame, measure: Callable[[Counts], float]
) -> pl.DataFrame:
    columns: dict[str, list[float]] = {
        b.name: [measure_of(a, b, measure) for a in left] for b in right
    }
    return pl.DataFrame({"feature": left.columns} | columns)


def measure_of(a: pl.Series, b: pl.Series, measure: Callable[[Counts], float]) -> float:
    """A measure of the table of two coded columns; NaN where there is no table."""
    counts = contingency(a, b)
    return measure(counts) if min(counts.shape) > 1 else float("nan")


def contingency(a: pl.Series, b: pl.Series) -> Counts:
    """How often each pair of codes occurs among the rows that know both.

    Returns
    -------
    ndarray of shape (codes of ``a``, codes of ``b``), int64
        Without empty rows and columns.
    """
    known = (a.is_not_null() & b.is_not_null()).to_numpy()
    x, y = a.to_numpy()[known].astype(np.int64), b.to_numpy()[known].astype(np.int64)
    if not x.size:
        return np.zeros((0, 0), np.int64)
    width = int(y.max()) + 1
    counts = np.bincount(x * width + y, minlength=(int(x.max()) + 1) * width).reshape(-1, width)
    return counts[counts.any(axis=1)][:, counts.any(axis=0)].astype(np.int64)
