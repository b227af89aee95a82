"""One LightGBM model for each product, learnt on the clients who do not hold it."""

from typing import Any, Self

import lightgbm as lgb
import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data

from bank_rs.model.booster import fit_booster, read_booster
from bank_rs.model.candidates.thinning import thin
from bank_rs.model.compiled import CompiledEstimator
from bank_rs.model.popularity import Popularity
from bank_rs.model.targets import checked_targets
from bank_rs.model.threshold_classifier import ThresholdClassifier


class PerProductClassifier(ThresholdClassifier, CompiledEstimator):
    """P(client adds product by the next month), for every product at once.

    The first ``n_products`` columns of ``X`` say what is held (1) or not (0). A held product cannot
    be added: its rows teach its model nothing and its probability is 0.

    Rows without the addition beyond ``max_negatives`` are drawn at random and weighted so that the
    probabilities keep their level. A product with fewer than ``min_additions`` gets its rate.

    Parameters
    ----------
    rounds, leaves, min_leaf_rows : int, default=120, 15, 50
        Boosting rounds, leaves of a tree and fewest rows in a leaf.
    learning_rate : float, default=0.08
        Shrinkage of each round.
    max_negatives : int, default=150_000
        Most rows without the addition that one product learns from, see `thin`.
    min_additions : int, default=30
        Fewest additions worth a model, or a threshold.
    min_precision : float, default=0.1
        Least share of right answers among the answers of 1 when thresholds are chosen.
    random_state : int, default=0
        Seed of the draw and of the boosters.

    Attributes
    ----------
    models_ : list of str
        For each product LightGBM's text of its model, empty where there is none.
    rates_ : ndarray of shape (n_products,), float64
        Share of eligible training rows that added each product.
    thresholds_ : ndarray of shape (n_products,), float64
        Least probability that `predict` answers with 1.
    classes_ : list of ndarray
        ``[0, 1]`` for each product, as scikit-learn describes multi-label output.
    """

    def __init__(
        self,
        rounds: int = 120,
        learning_rate: float = 0.08,
        leaves: int = 15,
        min_leaf_rows: int = 50,
        max_negatives: int = 150_000,
        min_additions: int = 30,
        min_precision: float = 0.1,
        random_state: int = 0,
    ) -> None:
        self.rounds = rounds
        self.learning_rate = learning_rate
        self.leaves = leaves
        self.min_leaf_rows = min_leaf_rows
        self.max_negatives = max_negatives
        self.min_additions = min_additions
        self.min_precision = min_precision
        self.random_state = random_state

    def fit(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> Self:
        """Learn a model for each product.

        Parameters
        ----------
        X : array-like of shape (n, n_features)
            Numbers, NaN where not known; the first ``n_products`` columns are the products held.
        y : array-like of shape (n, n_products)
            1 where the product is added by the next month.
        sample_weight : array-like of shape (n,), default=None
            How many clients each row stands for; 1 when not given.

        Raises
        ------
        ValueError
            If ``y`` holds anything but 0 and 1, or has more columns than ``X``.
        """
        rows, added = validate_data(self, X, y, multi_output=True, ensure_all_finite="allow-nan")
        added = checked_targets(rows, added)
        weights = _check_sample_weight(sample_weight, rows, dtype=np.float64)
        products = range(added.shape[1])
        self.classes_ = [np.array([0, 1]) for _ in products]
        self.rates_ = Popularity().fit(rows[:, : added.shape[1]] == 1, added, weights).rates_
        self.models_ = [self._fit_product(rows, added, weights, product) for product in products]
        self.thresholds_ = np.full(len(products), 0.5)
        self._compiled = self._compile()
        return self

    def predict_proba(self, X: ArrayLike) -> NDArray[np.float64]:
        """Probabilities of addition.

        Returns
        -------
        ndarray of shape (n, n_products), float64
            0 where the product is held.
        """
        check_is_fitted(self)
        rows = validate_data(self, X, reset=False, ensure_all_finite="allow-nan")
        probabilities = np.tile(self.rates_, (len(rows), 1))
        # starting threads costs more than it saves on a few rows
        threads = 1 if len(rows) < 1000 else 0
        for product, booster in enumerate(self._compiled):
            if booster:
                probabilities[:, product] = booster.predict(rows, num_threads=threads)
        probabilities[rows[:, : len(self.rates_)] == 1] = 0
        return probabilities

    def _compile(self) -> list[lgb.Booster | None]:
        return [read_booster(text) for text in self.models_]

    def _fit_product(
        self, X: NDArray[Any], y: NDArray[Any], weights: NDArray[np.float64], product: int
    ) -> str:
        eligible = np.flatnonzero(X[:, product] != 1)
        added = y[eligible, product] == 1
        if added.sum() < self.min_additions or added.all():
            return ""
        drawn = thin(added, weights[eligible], self.max_negatives, self.random_state)
        rows = eligible[drawn.rows]
        return fit_booster(
            X[rows],
            labels=y[rows, product],
            weights=drawn.weights,
            rounds=self.rounds,
            objective="binary",
            learning_rate=self.learning_rate,
            num_leaves=self.leaves,
            min_data_in_leaf=self.min_leaf_rows,
            seed=self.random_state,
        )
