"""From which probability on the answer is 1."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import precision_recall_curve

NEVER: Final = np.inf
"""Threshold of a product too rare to be answered with a 1."""


def best_f1_threshold(added: NDArray[Any], probabilities: NDArray[np.float64]) -> float:
    """The least probability to answer with 1 so that F1 is highest.

    Parameters
    ----------
    added : ndarray of shape (n,)
        1 where the product was added, at least once.
    probabilities : ndarray of shape (n,), float64
        Of rows the probabilities were not learnt from.
    """
    precision, recall, thresholds = precision_recall_curve(added, probabilities)
    f1 = 2 * precision * recall / np.maximum(precision + recall, np.finfo(float).tiny)
    return float(thresholds[np.argmax(f1[:-1])])
