"""Answers of yes and no from probabilities, by a threshold for each product."""

from abc import ABC, abstractmethod
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils import Tags

from bank_rs.model.thresholds import NEVER, answers_of, best_f1_threshold


class ThresholdClassifier(ClassifierMixin, BaseEstimator, ABC):  # type: ignore[misc]
    """What classifiers of all products at once have in common.

    Parameters
    ----------
    min_additions : int
        Fewest additions worth a threshold.
    min_precision : float
        Least share of right answers among the answers of 1 when thresholds are chosen.

    Attributes
    ----------
    thresholds_ : ndarray of shape (n_products,), float64
        Least probability that `predict` answers with 1.
    """

    min_additions: int
    min_precision: float
    thresholds_: NDArray[np.float64]

    @abstractmethod
    def predict_proba(self, X: ArrayLike) -> NDArray[np.float64]:
        """Probabilities of addition, shape (n, n_products)."""

    def choose_thresholds(self, X: ArrayLike, y: ArrayLike) -> Self:
        """Set each product's threshold to the one with the best F1 on rows not learnt from.

        Parameters
        ----------
        X, y
            As in ``fit``. A product with fewer than ``min_additions``, or whose answers would be
            right less often than ``min_precision``, is never answered with 1.
        """
        probabilities = self.predict_proba(X)
        targets = np.asarray(y).reshape(probabilities.shape)
        self.thresholds_ = np.full(probabilities.shape[1], NEVER)
        for product in np.flatnonzero(targets.sum(axis=0) >= max(self.min_additions, 1)):
            self.thresholds_[product] = best_f1_threshold(
                targets[:, product], probabilities[:, product], self.min_precision
            )
        return self

    def predict(self, X: ArrayLike) -> NDArray[np.int8]:
        """Answers: 1 where the probability reaches the product's threshold.

        Returns
        -------
        ndarray of shape (n, n_products), int8
        """
        return answers_of(self.predict_proba(X), self.thresholds_)

    def __sklearn_tags__(self) -> Tags:
        """Say that the output is multi-label only and that NaN is welcome."""
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        tags.target_tags.multi_output = True
        tags.target_tags.single_output = False
        tags.classifier_tags.multi_class = False
        tags.classifier_tags.multi_label = True
        return tags
