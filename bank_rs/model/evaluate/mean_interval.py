"""How far a mean over clients would move with other clients of the same kind."""

from math import sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

from bank_rs.model.evaluate.arrays import MetricInputError
from bank_rs.model.evaluate.bootstrap import Interval


def mean_interval(values: ArrayLike, confidence: float = 0.95) -> Interval:
    """Interval of a mean by the central limit theorem.

    For values that nearly all differ, such as losses: a bootstrap of a million of them would take
    minutes and tell the same.

    Parameters
    ----------
    values : array-like of shape (n,)
        One of each client, or differences of two.
    confidence
        Between 0 and 1.

    Raises
    ------
    MetricInputError
        If there are no values, or one is NaN.
    """
    vector = np.asarray(values, np.float64)
    if vector.ndim != 1 or not vector.size or np.isnan(vector.sum()):
        raise MetricInputError(
            f"values must be a number for each client, not the shape {vector.shape}: pass one row."
        )
    mean = float(vector.mean())
    width = NormalDist().inv_cdf((1 + confidence) / 2) * float(vector.std()) / sqrt(len(vector))
    return Interval(mean, mean - width, mean + width)
