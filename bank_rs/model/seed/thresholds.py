"""Where the answer 1 begins under the seed project's protocols."""

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import precision_recall_curve

from bank_rs.model.seed.answers import Answers
from bank_rs.model.thresholds import NEVER, best_f1_threshold


class Choice(StrEnum):
    """How thresholds are chosen."""

    HALF = "0.5"
    """One half for every product, as the seed does."""

    EACH = "best F1 of each product, last training month"
    """Never for a product with fewer than 30 additions there, or answers right less than 1 in 10:
    what suits so few by chance suits no other month."""

    SHARED = "best F1 of all pairs, last training month"
    """One for all products: of calibrated probabilities micro-averaged F1 needs no more."""

    TEST = "best F1 of each product, test rows"
    """As the seed does in its second protocol. **A leak**: the answers are known to it."""


def each_best(
    answers: Answers, min_additions: int = 1, min_precision: float = 0.0
) -> NDArray[np.float64]:
    """For each product the threshold with the best F1.

    Parameters
    ----------
    answers
        What to choose on.
    min_additions
        Fewest additions worth a threshold.
    min_precision
        As in `best_f1_threshold`.

    Returns
    -------
    ndarray of shape (n_targets,), float64
        `NEVER` for a product with too few additions or none precise enough.
    """
    columns = zip(answers.added.T, answers.probabilities.T, strict=True)
    return np.array([_best(*column, min_additions, min_precision) for column in columns])


def shared_best(answers: Answers) -> NDArray[np.float64]:
    """The one threshold with the best F1 over all pairs, once for each product.

    Returns
    -------
    ndarray of shape (n_targets,), float64
        `NEVER` if nobody added anything.
    """
    best = _best(answers.added.ravel(), answers.probabilities.ravel())
    return np.full(answers.added.shape[1], best)


def precision_at_recall(answers: Answers, recall: float) -> float:
    """Precision over all pairs at one threshold that finds as many additions as asked.

    What a model with another working point is to be set beside: at its recall, whose answers are
    right more often?

    Parameters
    ----------
    answers
        Of the test rows.
    recall
        Least share of the additions answered with 1, from 0 to 1.

    Returns
    -------
    float
        The best precision at that recall or a higher one.
    """
    precision, found, _ = precision_recall_curve(
        answers.added.ravel(), answers.probabilities.ravel()
    )
    # the last point is no answer at all, whose precision is 1 by definition
    return float(precision[:-1][found[:-1] >= recall].max())


def _best(
    added: NDArray[np.int8],
    scores: NDArray[np.float64],
    min_additions: int = 1,
    min_precision: float = 0.0,
) -> float:
    if added.sum() < min_additions:
        return NEVER
    # three digits: what is closer, a rule's ties in their order say, is no other probability
    coarse = scores.astype(np.float16).astype(np.float64)
    best = best_f1_threshold(added, coarse, min_precision)
    if best == 0:
        # what is held, and so has the probability 0, would be answered with 1
        return NEVER
    # a model fitted again says almost the same: at the very score it would lose all its ties
    lower = float(coarse[coarse < best].max(initial=0.0))
    return (best + lower) / 2
