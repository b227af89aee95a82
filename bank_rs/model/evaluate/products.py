"""Quality by product."""

import numpy as np
import polars as pl
from numpy.typing import ArrayLike

from bank_rs.catalog import CODES
from bank_rs.model.evaluate.answers import counts_of
from bank_rs.model.evaluate.arrays import MetricInputError, flags_of, same_shape, scores_of
from bank_rs.model.evaluate.discrimination import discrimination


def product_table(
    probabilities: ArrayLike, answers: ArrayLike, added: ArrayLike, held: ArrayLike
) -> pl.DataFrame:
    """One row per product, measured on the clients who did not hold it.

    Parameters
    ----------
    probabilities, answers, added, held : array-like of shape (n, 24)

    Returns
    -------
    pl.DataFrame
        ``product``, ``additions``, ``expected`` (sum of the probabilities), ``answered`` (answers
        of 1), ``auc`` and ``average_precision`` (null without both outcomes), ``eligible``
        (clients), ``precision``, ``recall`` and ``f1`` of the answers, and
        ``predicted_over_actual`` (null without additions).

    Raises
    ------
    MetricInputError
        If an array is not what it should be.
    """
    scores, given, flags = scores_of(probabilities), flags_of(answers, "answers"), flags_of(added)
    mask = flags_of(held, "held")
    same_shape(probabilities=scores, answers=given, added=flags, held=mask)
    if scores.shape[1] != len(CODES):
        raise MetricInputError(
            f"the arrays must have {len(CODES)} columns, not {scores.shape[1]}: give every product "
            "its own."
        )
    counts, found = counts_of(given, flags, mask), discrimination(scores, flags, mask)
    expected = np.sum(scores, axis=0, dtype=np.float64, where=mask == 0)
    table = pl.DataFrame(
        {
            "product": CODES,
            "additions": counts.additions,
            "expected": expected,
            "answered": counts.answered,
            "auc": found.roc_auc,
            "average_precision": found.average_precision,
            "eligible": len(mask) - mask.sum(axis=0, dtype=np.int64),
            **counts.scores,
        }
    )
    ratio = pl.when(pl.col("additions") > 0).then(pl.col("expected") / pl.col("additions"))
    return table.with_columns(predicted_over_actual=ratio).fill_nan(None)
