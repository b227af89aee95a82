"""Tenure, age and income on one scale."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bank_rs.data.simulation.draw import normal_scores


@dataclass(frozen=True, slots=True)
class Scores:
    """Standard normal scores, float32 arrays of shape (clients,).

    Attributes
    ----------
    tenure, age
        Higher with longer tenure and higher age.
    income
        Higher with higher income, 0 where that is unknown.
    """

    tenure: NDArray[np.float32]
    age: NDArray[np.float32]
    income: NDArray[np.float32]


def draw_scores(
    rng: np.random.Generator,
    registered_month: NDArray[np.int32],
    age: NDArray[np.int16],
    income: NDArray[np.float64],
) -> Scores:
    """Return the scores of clients, those with equal values in random order."""
    known = ~np.isnan(income)
    income_score = np.zeros(income.size, np.float32)
    income_score[known] = normal_scores(rng, income[known])
    return Scores(-normal_scores(rng, registered_month), normal_scores(rng, age), income_score)
