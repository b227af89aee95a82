"""Scikit-learn's own boosted trees, a model per product."""

from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.utils.validation import _check_sample_weight, check_is_fitted

from bank_rs.model.candidates.thinning import thin
from bank_rs.model.popularity import Popularity


class HistogramClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """P(client adds product by the next month), each from the clients who do not hold it.

    Parameters
    ----------
    rounds, leaves, min_leaf_rows : int, default=120, 31, 20
        Boosting rounds, most leaves of a tree and fewest rows in a leaf.
    learning_rate : float, default=0.08
        Shrinkage of each round.
    l2 : float, default=1.0
        L2 penalty on the values of leaves; rare products run to certainty without it.
    max_negatives : int, default=60_000
        Most rows without the addition that one product learns from, see `thin`.
    min_additions : int, default=30
        Fewest additions worth a model; a product with fewer gets its rate.
    random_state : int, default=0
        Seed of the draw and of the models.

    Attributes
    ----------
    models_ : list of HistGradientBoostingClassifier or None
        One for each product, None where there is none.
    popularity_ : Popularity
        Rates of the products without a model.
    """

    def __init__(
        self,
        rounds: int = 120,
        learning_rate: float = 0.08,
        leaves: int = 31,
        min_leaf_rows: int = 20,
        l2: float = 1.0,
        max_negatives: int = 60_000,
        min_additions: int = 30,
        random_state: int = 0,
    ) -> None:
        self.rounds = rounds
        self.learning_rate = learning_rate
        self.leaves = leaves
        self.min_leaf_rows = min_leaf_rows
        self.l2 = l2
        self.max_negatives = max_negatives
        self.min_additions = min_additions
        self.random_state = random_state

    def fit(
        self,
        X: NDArray[np.float32],
        Y: NDArray[np.int8],
        sample_weight: NDArray[np.float64] | None = None,
    ) -> Self:
        """Learn a model for each product.

        Parameters
        ----------
        X : ndarray of shape (n, n_features)
            NaN where not known; the first ``n_products`` columns are the products held.
        Y : ndarray of shape (n, n_products)
            1 where the product is added by the next month.
        sample_weight : ndarray of shape (n,), default=None
            How many clients each row stands for; 1 when not given.
        """
        weights = _check_sample_weight(sample_weight, X, dtype=np.float64)
        self.popularity_ = Popularity().fit(X[:, : Y.shape[1]] == 1, Y, weights)
        self.models_ = [self._fit_product(X, Y, weights, at) for at in range(Y.shape[1])]
        return self

    def predict_proba(self, X: NDArray[np.float32]) -> NDArray[np.float64]:
        """Probabilities of addition.

        Returns
        -------
        ndarray of shape (n, n_products), float64
            0 where the product is held.
        """
        check_is_fitted(self)
        held = X[:, : len(self.models_)] == 1
        probabilities = self.popularity_.predict_proba(held)
        for product, model in enumerate(self.models_):
            lacking = ~held[:, product]
            if model and lacking.any():
                probabilities[lacking, product] = model.predict_proba(X[lacking])[:, 1]
        return probabilities

    def _fit_product(
        self, X: NDArray[Any], Y: NDArray[Any], weights: NDArray[np.float64], product: int
    ) -> HistGradientBoostingClassifier | None:
        lacking = np.flatnonzero(X[:, product] != 1)
        added = Y[lacking, product] == 1
        if added.sum() < self.min_additions or added.all():
            return None
        drawn = thin(added, weights[lacking], self.max_negatives, self.random_state)
        model = HistGradientBoostingClassifier(
            learning_rate=self.learning_rate,
            max_iter=self.rounds,
            max_leaf_nodes=self.leaves,
            min_samples_leaf=self.min_leaf_rows,
            l2_regularization=self.l2,
            early_stopping=False,
            random_state=self.random_state,
        )
        rows = X[lacking[drawn.rows]]
        # scikit-learn 1.9 cannot bin a feature without a single value
        rows[:, np.isnan(rows).all(axis=0)] = 0
        return model.fit(rows, added[drawn.rows], drawn.weights)
