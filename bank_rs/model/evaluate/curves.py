"""ROC, precision-recall and gains curves, thinned to what a plot can show."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bank_rs.model.evaluate.arrays import (
    Flags,
    MetricInputError,
    Scores,
    Vector,
    eligible_columns,
    pairs_of,
)


@dataclass(frozen=True, slots=True)
class Curve:
    """How many pairs a threshold selects and how many of them are additions.

    Attributes
    ----------
    selected, found : ndarray of shape (points,), int64
        Pairs, and additions, at or above each threshold, the highest threshold first.
    pairs, additions
        Of all there are.
    """

    selected: NDArray[np.int64]
    found: NDArray[np.int64]
    pairs: int
    additions: int

    @property
    def recall(self) -> Vector:
        """Share of the additions selected; the true positive rate."""
        return self.found / self.additions

    @property
    def false_positive_rate(self) -> Vector:
        """Share of the other pairs selected."""
        return (self.selected - self.found) / (self.pairs - self.additions)

    @property
    def precision(self) -> Vector:
        """Share of additions among the selected."""
        return self.found / self.selected

    @property
    def share(self) -> Vector:
        """Share of all pairs selected."""
        return self.selected / self.pairs

    @property
    def lift(self) -> Vector:
        """Precision in multiples of that of a random choice."""
        return self.precision * (self.pairs / self.additions)


def threshold_curve(
    probabilities: ArrayLike, added: ArrayLike, held: ArrayLike | None = None, points: int = 200
) -> Curve | None:
    """The curve of all columns together, at thresholds that divide the additions evenly.

    Parameters
    ----------
    probabilities, added : array-like of shape (n, n_products)
        One column for the curve of a product.
    held : array-like of shape (n, n_products), optional
        Pairs with a 1 are left out.
    points
        At most as many thresholds, at least 2.

    Returns
    -------
    Curve or None
        None when all pairs or none are additions.

    Raises
    ------
    MetricInputError
        If an array is not what it should be.
    """
    scores, flags, mask = pairs_of(probabilities, added, held)
    if points < 2:
        raise MetricInputError(f"points must be at least 2, not {points}.")
    eligible = flags if mask is None else flags & (1 - mask)
    additions = np.sort(scores[eligible == 1])
    pairs = flags.size - (0 if mask is None else int(mask.sum(dtype=np.int64)))
    if not 0 < len(additions) < pairs:
        return None
    places = np.unique(np.linspace(0, len(additions) - 1, points).round().astype(np.int64))
    return _curve(np.unique(additions[places]), scores, flags, mask)


def _curve(thresholds: Scores, scores: Scores, flags: Flags, mask: Flags | None) -> Curve:
    """Count above rising thresholds, column by column."""
    counts = np.zeros((2, len(thresholds) + 1), np.int64)
    for column, truth in eligible_columns(scores, flags, mask):
        reached = np.searchsorted(thresholds, column, "right")
        counts[0] += np.bincount(reached, minlength=counts.shape[1])
        counts[1] += np.bincount(reached[truth == 1], minlength=counts.shape[1])
    above = counts[:, ::-1].cumsum(axis=1)
    return Curve(above[0, :-1], above[1, :-1], int(above[0, -1]), int(above[1, -1]))
