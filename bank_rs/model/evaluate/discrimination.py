"""ROC-AUC and average precision of every product, and of all pairs pooled, from one sorting."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bank_rs.model.evaluate.arrays import (
    Scores,
    Vector,
    eligible_columns,
    pairs_of,
)


@dataclass(frozen=True, slots=True)
class Discrimination:
    """How well probabilities tell additions from the rest.

    Attributes
    ----------
    roc_auc, average_precision : ndarray of shape (n_products,), float64
        NaN for a product that everybody or nobody added.
    roc_auc_micro, average_precision_micro
        Of all pairs of client and product in one ranking.
    """

    roc_auc: Vector
    average_precision: Vector
    roc_auc_micro: float
    average_precision_micro: float


def discrimination(
    probabilities: ArrayLike, added: ArrayLike, held: ArrayLike | None = None
) -> Discrimination:
    """ROC-AUC and average precision.

    Average precision is the sum over thresholds of the gain in recall times the precision, as in
    scikit-learn. Only the additions are looked up among the sorted probabilities of a product, so
    that 22 million pairs need neither a pooled copy nor their order.

    Parameters
    ----------
    probabilities, added : array-like of shape (n, n_products)
    held : array-like of shape (n, n_products), optional
        Pairs with a 1 are left out.

    Raises
    ------
    MetricInputError
        If an array is not what it should be.
    """
    scores, flags, mask = pairs_of(probabilities, added, held)
    chosen = (flags if mask is None else flags & (1 - mask)) == 1
    pooled = _Places.none(np.sort(scores[chosen]))
    found = []
    for column, truth in eligible_columns(scores, flags, mask):
        additions = np.sort(column[truth == 1])
        column.sort()
        found.append(_Places.none(additions).among(column).quality)
        pooled = pooled.among(column)
    areas, precisions = np.array(found).T
    return Discrimination(areas, precisions, *pooled.quality)


@dataclass(frozen=True, slots=True)
class _Places:
    """Where sorted additions stand among probabilities: how many are below, and not above."""

    additions: Scores
    below: NDArray[np.int64]
    not_above: NDArray[np.int64]
    pairs: int

    @classmethod
    def none(cls, additions: NDArray[Any]) -> "_Places":
        nothing = np.zeros(len(additions), np.int64)
        return cls(additions, nothing, nothing, 0)

    def among(self, ordered: NDArray[Any]) -> "_Places":
        """With more sorted probabilities, those of the additions included."""
        below = np.searchsorted(ordered, self.additions, "left")
        not_above = np.searchsorted(ordered, self.additions, "right")
        pairs = self.pairs + len(ordered)
        return _Places(self.additions, self.below + below, self.not_above + not_above, pairs)

    @property
    def quality(self) -> tuple[float, float]:
        """ROC-AUC and average precision; NaN without both outcomes."""
        count = len(self.additions)
        if not 0 < count < self.pairs:
            return np.nan, np.nan
        # additions stand among themselves too: with ties half counted, that is half of all pairs
        won = (self.below + self.not_above).sum() / 2 - count**2 / 2
        found = count - np.searchsorted(self.additions, self.additions, "left")
        precision = float((found / (self.pairs - self.below)).mean())
        return float(won / count / (self.pairs - count)), precision
