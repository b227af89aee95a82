"""Any candidate fitted, calibrated and given thresholds."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator
from sklearn.pipeline import Pipeline

from bank_rs.model.candidates import fit_candidate
from bank_rs.model.experiment.store import Month
from bank_rs.model.sample import Sample
from bank_rs.model.seed.answers import Answers
from bank_rs.model.seed.evaluation import MIN_ADDITIONS, MIN_PRECISION
from bank_rs.model.seed.thresholds import each_best


def fit_sample(estimator: BaseEstimator, sample: Sample) -> BaseEstimator:
    """Fit a candidate on a weighted sample.

    Parameters
    ----------
    estimator
        What `Candidate.make` returns.
    sample
        To learn from.
    """
    return fit_candidate(estimator, sample.rows, sample.added, sample.weight.astype(np.float64))


def calibrate(estimator: BaseEstimator, month: Month | Sample) -> None:
    """Calibrate a fitted candidate whose last step can, on rows not learnt from."""
    last, encoded = _last_step(estimator, month)
    if hasattr(last, "calibrate"):
        weight = month.weight.astype(np.float64) if isinstance(month, Sample) else None
        last.calibrate(encoded, month.added, sample_weight=weight)


def choose_thresholds(
    estimator: BaseEstimator, month: Month, probabilities: NDArray[Any]
) -> NDArray[np.float64]:
    """From which probability on each product is answered with 1, by the best F1 of a month.

    Parameters
    ----------
    estimator
        Fitted; where its last step has ``choose_thresholds`` it chooses, and keeps what it chose.
    month
        To choose on.
    probabilities : ndarray of shape (n, 24)
        What the estimator says of the month.

    Returns
    -------
    ndarray of shape (24,), float64
        Infinite for a product that is never answered with 1.
    """
    last, encoded = _last_step(estimator, month)
    if hasattr(last, "choose_thresholds"):
        last.choose_thresholds(encoded, month.added)
        chosen: NDArray[np.float64] = last.thresholds_.copy()
        return chosen
    answers = Answers(probabilities, month.added)
    return each_best(answers, MIN_ADDITIONS, MIN_PRECISION)


def last_step(estimator: BaseEstimator) -> BaseEstimator:
    """The classifier of a pipeline, or the estimator itself."""
    return estimator[-1] if isinstance(estimator, Pipeline) else estimator


def _last_step(estimator: BaseEstimator, month: Month | Sample) -> tuple[BaseEstimator, Any]:
    """The classifier and the rows as it takes them."""
    if isinstance(estimator, Pipeline):
        return estimator[-1], estimator[:-1].transform(month.rows)
    return estimator, month.rows
