"""Whether probabilities are as large as the additions they stand for."""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

from bank_rs.model.evaluate.arrays import (
    Flags,
    MetricInputError,
    Scores,
    Vector,
    eligible_columns,
    pairs_of,
)

TENTHS: Final = 10

_DROPPED_BITS: Final = 12
"""Of a float32's mantissa, when probabilities are counted: equal to 0.05% falls together."""


def calibration_metrics(
    probabilities: ArrayLike, added: ArrayLike, held: ArrayLike | None = None
) -> dict[str, float]:
    """Log loss, Brier score and calibration errors of all pairs of client and product.

    Parameters
    ----------
    probabilities, added : array-like of shape (n, n_products)
    held : array-like of shape (n, n_products), optional
        Pairs with a 1 are left out.

    Returns
    -------
    dict
        ``log_loss`` in nats per pair, probabilities kept off 0 and 1 by the machine epsilon;
        ``brier``, the mean squared error; ``ece``, the expected calibration error, which is the
        mean over pairs of the distance between predicted and observed in the row of
        `reliability_table` that the pair falls in; ``ece_relative``, the same in shares of the
        observed rate (additions are rare and the error itself is tiny); ``predicted_over_actual``,
        the sum of probabilities over the number of additions. The last two are NaN without one.

    Raises
    ------
    MetricInputError
        If an array is not what it should be.
    """
    pairs, actual, expected, loss, squares = 0, 0, 0.0, 0.0, 0.0
    for column, truth in _columns(probabilities, added, held):
        pairs += len(column)
        actual += int(truth.sum())
        expected += float(column.sum(dtype=np.float64))
        loss += float(_losses(column, truth).sum(dtype=np.float64))
        squares += float(np.square(column - truth).sum(dtype=np.float64))
    if not pairs:
        raise MetricInputError("all pairs are held: keep clients who lack a product.")
    table = reliability_table(probabilities, added, held)
    apart = float((table["expected"] - table["actual"]).abs().sum())
    return {
        "log_loss": loss / pairs,
        "brier": squares / pairs,
        "ece": apart / pairs,
        "ece_relative": apart / actual if actual else np.nan,
        "predicted_over_actual": expected / actual if actual else np.nan,
    }


def log_losses(probabilities: ArrayLike, added: ArrayLike, held: ArrayLike | None = None) -> Vector:
    """What each client contributes to the log loss, so that two models can be compared in pairs.

    Parameters
    ----------
    probabilities, added, held
        As in `calibration_metrics`.

    Returns
    -------
    ndarray of shape (n,), float64
        Its mean is the ``log_loss`` of `calibration_metrics`.

    Raises
    ------
    MetricInputError
        If an array is not what it should be.
    """
    _, flags, mask = pairs_of(probabilities, added, held)
    sums, pairs = np.zeros(len(flags)), 0
    for index, (column, truth) in enumerate(_columns(probabilities, added, held)):
        kept = slice(None) if mask is None else mask[:, index] == 0
        sums[kept] += _losses(column, truth)
        pairs += len(column)
    return sums * (len(sums) / max(pairs, 1))


def reliability_table(
    probabilities: ArrayLike, added: ArrayLike, held: ArrayLike | None = None
) -> pl.DataFrame:
    """Predicted and observed rates, the pairs divided by probability into tenths.

    Additions are so rare that tenths of the pairs would put nearly all of them into the last one;
    here each holds a tenth of the expected additions. Equal probabilities stay together.

    Returns
    -------
    pl.DataFrame
        A row per tenth that has pairs, the least probable first: ``tenth`` (1 to 10), ``pairs``,
        ``expected`` and ``actual`` additions, ``predicted`` and ``observed`` rates.

    Raises
    ------
    MetricInputError
        If an array is not what it should be.
    """
    sums = _sums_by_probability(_columns(probabilities, added, held))
    mass = sums[1]
    middle = (mass.cumsum() - mass / 2) / max(float(mass.sum()), np.finfo(float).tiny)
    tenths = np.minimum(TENTHS * middle, TENTHS - 1).astype(np.int64)
    pairs, expected, actual = (np.bincount(tenths, row, TENTHS) for row in sums)
    table = pl.DataFrame(
        {
            "tenth": np.arange(1, TENTHS + 1),
            "pairs": pairs.astype(np.int64),
            "expected": expected,
            "actual": actual.astype(np.int64),
        }
    )
    return table.filter(pl.col("pairs") > 0).with_columns(
        predicted=pl.col("expected") / pl.col("pairs"),
        observed=pl.col("actual") / pl.col("pairs"),
    )


def _columns(
    probabilities: ArrayLike, added: ArrayLike, held: ArrayLike | None
) -> Iterator[tuple[Scores, Flags]]:
    scores, flags, mask = pairs_of(probabilities, added, held)
    if scores.min() < 0 or scores.max() > 1:
        raise MetricInputError("probabilities must lie between 0 and 1: calibrate scores first.")
    return eligible_columns(scores, flags, mask)


def _losses(column: Scores, truth: Flags) -> Scores:
    """Log loss of each pair."""
    epsilon = float(np.finfo(column.dtype).eps)
    given = np.where(truth == 1, column, 1 - column)
    losses: Scores = -np.log(np.clip(given, epsilon, 1 - epsilon))
    return losses


def _sums_by_probability(columns: Iterator[tuple[NDArray[Any], Flags]]) -> Vector:
    """Pairs, expected and actual additions of each small range of probabilities, in their order.

    The bits of a positive float32 grow with it, so their front part is a fine logarithmic scale,
    and counting on it needs no sorting of millions of pairs.
    """
    ranges = (int(np.float32(1).view(np.uint32)) >> _DROPPED_BITS) + 1
    sums = np.zeros((3, ranges))
    for column, truth in columns:
        # a negative zero has the bits of a very large number
        places = np.abs(column.astype(np.float32)).view(np.uint32) >> _DROPPED_BITS
        for row, weights in zip(sums, (None, column, truth), strict=True):
            row += np.bincount(places, weights, ranges)
    return sums
