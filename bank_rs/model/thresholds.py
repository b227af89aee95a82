"""From which probability on the answer is 1."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import precision_recall_curve

NEVER: Final = np.inf
"""Threshold of a product that is never answered with 1."""


def best_f1_threshold(
    added: NDArray[Any], probabilities: NDArray[np.float64], min_precision: float = 0.0
) -> float:
    """The least probability to answer with 1 so that F1 is highest.

    Parameters
    ----------
    added : ndarray of shape (n,)
        1 where the product was added, at least once.
    probabilities : ndarray of shape (n,), float64
        Of rows the probabilities were not learnt from.
    min_precision
        Thresholds whose answers of 1 are right less often than this are passed over.

    Returns
    -------
    float
        `NEVER` when no threshold is precise enough.
    """
    precision, recall, thresholds = precision_recall_curve(added, probabilities)
    # the last point stands for no answer at all and has no threshold
    precision, recall = precision[:-1], recall[:-1]
    f1 = 2 * precision * recall / np.maximum(precision + recall, np.finfo(float).tiny)
    f1[precision < min_precision] = 0
    return float(thresholds[np.argmax(f1)]) if f1.any() else NEVER


def answers_of(
    probabilities: NDArray[np.float64], thresholds: NDArray[np.float64]
) -> NDArray[np.int8]:
    """Answers: 1 where the probability reaches the product's threshold.

    Parameters
    ----------
    probabilities : ndarray of shape (n, n_products)
    thresholds : ndarray of shape (n_products,)

    Returns
    -------
    ndarray of shape (n, n_products), int8
    """
    return (probabilities >= thresholds).astype(np.int8)
