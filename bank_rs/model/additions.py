"""The classifier: whether a client adds anything, and then what."""

from typing import Any, Final, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data

from bank_rs.model.calibration import AS_IS, calibrated, fit_calibrations
from bank_rs.model.compiled import CompiledEstimator
from bank_rs.model.forest import Forest
from bank_rs.model.popularity import Popularity
from bank_rs.model.stages import fit_stages, stage_scores
from bank_rs.model.targets import checked_targets
from bank_rs.model.threshold_classifier import ThresholdClassifier

Floats = NDArray[np.float64]

_MATRIX: Final = {"dtype": np.float32, "ensure_all_finite": "allow-nan"}
"""What `validate_data` makes of every matrix."""


class AdditionsClassifier(ThresholdClassifier, CompiledEstimator):
    """P(client adds product by the next month), for every product at once.

    Two questions, two boosted models. Incidence: does the client add anything? Choice: which of the
    products not held is an addition? Choice is learnt from clients who added something, where all
    that makes a client buy at all has cancelled out; that ranks better than a model for each
    product. `calibrate` makes probabilities of both on a month not learnt from.

    The first ``n_products`` columns of ``X`` say what is held (1) or not (0). A held product cannot
    be added: its probability is 0.

    Parameters
    ----------
    rounds, incidence_rounds : int, default=60, 60
        Boosting rounds of choice, with a tree for each product, and of incidence.
    learning_rate, feature_fraction : float, default=0.15, 0.3
        Shrinkage of each round, and part of the features that each tree may use.
    leaves, min_leaf_rows : int, default=15, 30
        Leaves of a tree and fewest rows in a leaf.
    min_additions : int, default=30
        Fewest additions worth a class of choice, or a threshold; a product with fewer gets its
        rate.
    min_share : float, default=0.0005
        Least part of all additions worth a class.
    min_precision : float, default=0.1
        Least share of right answers among the answers of 1 when thresholds are chosen.
    carry : float, default=0.5
        How much of the calibration month's surprise is expected again: the volume of a product
        swings from month to month, so neither all of it (1) nor nothing (0) ranks best.
    random_state : int, default=0
        Seed of the boosters.

    Attributes
    ----------
    forest_ : str
        LightGBM's text of both models in one: incidence, then a tree for each product of choice.
    products_ : ndarray of shape (n_classes,), int64
        Products of choice.
    rates_ : ndarray of shape (n_products,), float64
        Share of eligible training rows that added each product.
    calibration_ : ndarray of shape (3, n_classes), float64
        See `calibrated`.
    classes_ : list of ndarray
        ``[0, 1]`` for each product, as scikit-learn describes multi-label output.
    """

    def __init__(
        self,
        rounds: int = 60,
        incidence_rounds: int = 60,
        learning_rate: float = 0.15,
        leaves: int = 15,
        min_leaf_rows: int = 30,
        feature_fraction: float = 0.3,
        min_additions: int = 30,
        min_share: float = 0.0005,
        min_precision: float = 0.1,
        carry: float = 0.5,
        random_state: int = 0,
    ) -> None:
        self.rounds = rounds
        self.incidence_rounds = incidence_rounds
        self.learning_rate = learning_rate
        self.leaves = leaves
        self.min_leaf_rows = min_leaf_rows
        self.feature_fraction = feature_fraction
        self.min_additions = min_additions
        self.min_share = min_share
        self.min_precision = min_precision
        self.carry = carry
        self.random_state = random_state

    def fit(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> Self:
        """Learn both models.

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
        rows, added = validate_data(self, X, y, multi_output=True, **_MATRIX)
        added = checked_targets(rows, added)
        weights = _check_sample_weight(sample_weight, rows, dtype=np.float64)
        held = rows[:, : added.shape[1]] == 1
        added = np.where(held, 0, added)
        counts = added.sum(axis=0)
        fewest = max(self.min_additions, self.min_share * counts.sum(), 1)
        self.classes_ = [np.array([0, 1]) for _ in counts]
        self.rates_ = Popularity().fit(held, added, weights).rates_
        self.products_ = np.flatnonzero(counts >= fewest)
        self.forest_ = self._fit_forest(rows, added[:, self.products_], weights)
        self.calibration_ = np.tile(np.array(AS_IS)[:, None], len(self.products_))
        self.thresholds_ = np.full(len(counts), 0.5)
        self._compiled = self._compile()
        return self

    def calibrate(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> Self:
        """Fit the probabilities to a month not learnt from.

        Parameters
        ----------
        X, y, sample_weight
            As in `fit`. A product with fewer than ``min_additions`` gets those of ``AS_IS``.
        """
        check_is_fitted(self)
        rows = validate_data(self, X, reset=False, **_MATRIX)
        weights = _check_sample_weight(sample_weight, rows, dtype=np.float64)
        if not self._compiled:
            return self
        added = np.asarray(y).reshape(len(rows), -1)[:, self.products_]
        free = rows[:, self.products_] != 1
        scores = stage_scores(self._compiled, rows, free)
        self.calibration_ = fit_calibrations(
            *scores, added, free, weights, self.min_additions, self.carry
        )
        return self

    def take_settings(self, other: "AdditionsClassifier") -> Self:
        """Take over calibration and thresholds of the same classifier fitted on fewer months."""
        check_is_fitted(self)
        _, mine, theirs = np.intersect1d(self.products_, other.products_, return_indices=True)
        self.calibration_[:, mine] = other.calibration_[:, theirs]
        self.thresholds_ = other.thresholds_.copy()
        return self

    @property
    def feature_importances_(self) -> Floats:
        """Sum of the gains of each feature's splits in both models, shape (n_features,)."""
        check_is_fitted(self)
        return self._compiled.gains() if self._compiled else np.zeros(self.n_features_in_)

    def predict_proba(self, X: ArrayLike) -> Floats:
        """Probabilities of addition.

        Returns
        -------
        ndarray of shape (n, n_products), float64
            0 where the product is held.
        """
        check_is_fitted(self)
        return self.probabilities(validate_data(self, X, reset=False, **_MATRIX))

    def probabilities(self, rows: NDArray[np.float32]) -> Floats:
        """As `predict_proba`, of a fitted model and a matrix that needs no checks."""
        free = rows[:, : len(self.rates_)] != 1
        found: Floats = free * self.rates_
        if self._compiled:
            asked = free.take(self.products_, axis=1)
            scores = stage_scores(self._compiled, rows, asked)
            found[:, self.products_] = calibrated(*scores, self.calibration_) * asked
        return found

    def _compile(self) -> Forest | None:
        return Forest(self.forest_) if self.forest_ else None

    def _fit_forest(self, X: NDArray[Any], added: NDArray[Any], weights: Floats) -> str:
        return fit_stages(
            X,
            added,
            weights,
            self.incidence_rounds,
            self.rounds,
            learning_rate=self.learning_rate,
            num_leaves=self.leaves,
            min_data_in_leaf=self.min_leaf_rows,
            feature_fraction=self.feature_fraction,
            seed=self.random_state,
        )
