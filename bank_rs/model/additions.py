"""The classifier: one boosted model per product, learnt on the clients who do not hold it."""

from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils import Tags, check_random_state
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

from bank_rs.model.booster import fit_booster, read_booster
from bank_rs.model.thresholds import NEVER, answers_of, best_f1_threshold


class AdditionsClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
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
        Most rows without the addition that one product learns from.
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

    def fit(self, X: ArrayLike, Y: ArrayLike) -> Self:
        """Learn a model for each product.

        Parameters
        ----------
        X : array-like of shape (n, n_features)
            Numbers, NaN where not known; the first ``n_products`` columns are the products held.
        Y : array-like of shape (n, n_products)
            1 where the product is added by the next month.

        Raises
        ------
        ValueError
            If ``Y`` holds anything but 0 and 1, or has more columns than ``X``.
        """
        rows, added = validate_data(self, X, Y, multi_output=True, ensure_all_finite="allow-nan")
        added = _checked_targets(rows, added)
        random = check_random_state(self.random_state)
        products = range(added.shape[1])
        self.classes_ = [np.array([0, 1]) for _ in products]
        self.rates_ = np.zeros(len(products))
        self.models_ = [self._fit_product(rows, added, product, random) for product in products]
        self.thresholds_ = np.full(len(products), 0.5)
        self._boosters = [read_booster(text) for text in self.models_]
        return self

    def choose_thresholds(self, X: ArrayLike, Y: ArrayLike) -> Self:
        """Set each product's threshold to the one with the best F1 on rows not learnt from.

        Parameters
        ----------
        X, Y
            As in `fit`. A product with fewer than ``min_additions``, or whose answers would be
            right less often than ``min_precision``, is never answered with 1.
        """
        probabilities = self.predict_proba(X)
        self.thresholds_[:] = NEVER
        for product, added in enumerate(np.asarray(Y).T):
            if added.sum() >= self.min_additions:
                self.thresholds_[product] = best_f1_threshold(
                    added, probabilities[:, product], self.min_precision
                )
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
        for product, booster in enumerate(self._boosters):
            if booster:
                probabilities[:, product] = booster.predict(rows, num_threads=threads)
        probabilities[rows[:, : len(self.rates_)] == 1] = 0
        return probabilities

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

    def __getstate__(self) -> dict[str, Any]:
        """Leave the compiled boosters out: their texts carry them."""
        return {k: v for k, v in super().__getstate__().items() if k != "_boosters"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Compile the boosters again from their texts."""
        super().__setstate__(state)
        if hasattr(self, "models_"):
            self._boosters = [read_booster(text) for text in self.models_]

    def _fit_product(
        self, X: NDArray[Any], Y: NDArray[Any], product: int, random: np.random.RandomState
    ) -> str:
        eligible = np.flatnonzero(X[:, product] != 1)
        added = Y[eligible, product] == 1
        self.rates_[product] = added.mean() if len(added) else 0.0
        if added.sum() < self.min_additions or added.all():
            return ""
        positives, negatives = eligible[added], eligible[~added]
        drawn = negatives
        if len(negatives) > self.max_negatives:
            drawn = random.choice(negatives, self.max_negatives, replace=False)
        counts = [len(positives), len(drawn)]
        return fit_booster(
            X[np.concatenate([positives, drawn])],
            labels=np.repeat([1, 0], counts),
            weights=np.repeat([1.0, len(negatives) / len(drawn)], counts),
            rounds=self.rounds,
            learning_rate=self.learning_rate,
            num_leaves=self.leaves,
            min_data_in_leaf=self.min_leaf_rows,
            seed=self.random_state,
        )


def _checked_targets(rows: NDArray[Any], added: NDArray[Any]) -> NDArray[Any]:
    check_classification_targets(added)
    added = added.reshape(len(added), -1)
    if not np.isin(added, (0, 1)).all():
        raise ValueError(
            "Only binary classification is supported, for each column of Y: "
            "1 for an addition, 0 for none."
        )
    if added.shape[1] > rows.shape[1]:
        raise ValueError("X needs a column for each product of Y, 1 where it is held.")
    return added
