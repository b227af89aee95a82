"""What two models answered for the same clients, added up."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Comparison(NamedTuple):
    """Sums over clients that champion and challenger both answered for.

    Attributes
    ----------
    compared
        How many clients these are.
    disagreements
        Those for whom an answer of 0 or 1 differs.
    first_differs
        Those for whom the likeliest product they do not hold differs.
    offers : ndarray of shape (2, 24), int64
        Answers of 1 by product: the champion's, the challenger's.
    probability : ndarray of shape (2, 24), float64
        Probabilities by product: the champion's, the challenger's.
    """

    compared: int
    disagreements: int
    first_differs: int
    offers: NDArray[np.int64]
    probability: NDArray[np.float64]
