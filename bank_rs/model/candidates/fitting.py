"""One call to fit any candidate, a pipeline or not."""

import numpy as np
import polars as pl
from numpy.typing import NDArray
from sklearn.base import BaseEstimator
from sklearn.pipeline import Pipeline


def fit_candidate(
    estimator: BaseEstimator,
    rows: pl.DataFrame,
    added: NDArray[np.int8],
    sample_weight: NDArray[np.float64] | None = None,
) -> BaseEstimator:
    """Fit an estimator of rows, or a pipeline whose last step takes a matrix.

    Parameters
    ----------
    estimator
        What `Candidate.make` returns.
    rows
        What `with_history` returns.
    added : ndarray of shape (n, 24)
        1 where the product is added by the next month.
    sample_weight : ndarray of shape (n,), default=None
        How many clients each row stands for; 1 when not given.

    Returns
    -------
    BaseEstimator
        The same one: its ``predict_proba(rows)`` returns probabilities of shape (n, 24).
    """
    if sample_weight is None:
        return estimator.fit(rows, added)
    last = f"{estimator.steps[-1][0]}__" if isinstance(estimator, Pipeline) else ""
    return estimator.fit(rows, added, **{f"{last}sample_weight": sample_weight})
