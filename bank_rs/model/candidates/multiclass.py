"""One LightGBM model that says which product comes next, or none."""

from typing import Any, Self

import lightgbm as lgb
import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.validation import _check_sample_weight, check_is_fitted

from bank_rs.model.candidates.thinning import thin
from bank_rs.model.popularity import Popularity


class MulticlassClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """P(a client's addition is the product), with a class for those who add nothing.

    A client who adds n products teaches n rows, one of each class, of weight 1/n. So a probability
    is the chance that the product is added and, where others come with it, that it is the one
    picked among them at random: less than the chance of the addition itself by as much as clients
    buy several products at once (80 % of the buyers in the real data add one, says the log of
    github.com/palevas/santander-product-recommendation-8th-place). The chances of all products sum
    to that of any addition. The framing is that of the winner of the competition.

    Parameters
    ----------
    rounds, leaves, min_leaf_rows : int, default=80, 31, 20
        Boosting rounds, leaves of a tree and fewest rows in a leaf.
    learning_rate : float, default=0.1
        Shrinkage of each round.
    l2 : float, default=1.0
        L2 penalty on the values of leaves; rare products run to certainty without it.
    max_nothing : int, default=80_000
        Most rows of clients who add nothing, see `thin`.
    min_additions : int, default=30
        Fewest additions worth a class; a product with fewer gets its rate and its rows go to the
        class of nothing.
    threads : int, default=0
        Threads of LightGBM, 0 for its own choice.
    random_state : int, default=0
        Seed of the draw and of the model.

    Attributes
    ----------
    products_ : ndarray of shape (n_classes - 1,), int64
        Products with a class; the last class is nothing.
    booster_ : lightgbm.Booster or None
        None when no product has a class.
    popularity_ : Popularity
        Rates of the products without a class.
    """

    booster_: lgb.Booster | None

    def __init__(
        self,
        rounds: int = 80,
        learning_rate: float = 0.1,
        leaves: int = 31,
        min_leaf_rows: int = 20,
        l2: float = 1.0,
        max_nothing: int = 80_000,
        min_additions: int = 30,
        threads: int = 0,
        random_state: int = 0,
    ) -> None:
        self.rounds = rounds
        self.learning_rate = learning_rate
        self.leaves = leaves
        self.min_leaf_rows = min_leaf_rows
        self.l2 = l2
        self.max_nothing = max_nothing
        self.min_additions = min_additions
        self.threads = threads
        self.random_state = random_state

    def fit(
        self,
        X: NDArray[np.float32],
        Y: NDArray[np.int8],
        sample_weight: NDArray[np.float64] | None = None,
    ) -> Self:
        """Learn the model.

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
        self.products_ = np.flatnonzero((Y == 1).sum(axis=0) >= self.min_additions)
        self.booster_ = self._fit_booster(X, Y[:, self.products_], weights)
        return self

    def predict_proba(self, X: NDArray[np.float32]) -> NDArray[np.float64]:
        """Probabilities of the classes that are products.

        Returns
        -------
        ndarray of shape (n, n_products), float64
            0 where the product is held.
        """
        check_is_fitted(self)
        held = X[:, : len(self.popularity_.rates_)] == 1
        probabilities = self.popularity_.predict_proba(held)
        if self.booster_:
            classes = self.booster_.predict(X, num_threads=self.threads)
            probabilities[:, self.products_] = np.asarray(classes)[:, :-1]
        probabilities[held] = 0
        return probabilities

    def _fit_booster(
        self, X: NDArray[Any], added: NDArray[Any], weights: NDArray[np.float64]
    ) -> lgb.Booster | None:
        nothing = added.shape[1]
        if nothing == 0:
            return None
        drawn = thin((added == 1).any(axis=1), weights, self.max_nothing, self.random_state)
        added = added[drawn.rows]
        buyers, classes = np.nonzero(added)
        others = np.flatnonzero(~added.any(axis=1))
        rows = np.concatenate([buyers, others])
        share = drawn.weights / np.maximum(added.sum(axis=1), 1)
        data = lgb.Dataset(
            X[drawn.rows[rows]],
            np.concatenate([classes, np.full(len(others), nothing)]),
            weight=share[rows],
        )
        return lgb.train(self._params(nothing + 1), data, num_boost_round=self.rounds)

    def _params(self, classes: int) -> dict[str, Any]:
        return {
            "objective": "multiclass",
            "num_class": classes,
            "learning_rate": self.learning_rate,
            "num_leaves": self.leaves,
            "min_data_in_leaf": self.min_leaf_rows,
            "feature_fraction": 0.8,
            "lambda_l2": self.l2,
            "min_sum_hessian_in_leaf": 1.0,
            "deterministic": True,
            "force_row_wise": True,
            "num_threads": self.threads,
            "seed": self.random_state,
            "verbosity": -1,
        }
