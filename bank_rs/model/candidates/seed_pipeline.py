"""The seed project's model, rebuilt from its description."""

from typing import TYPE_CHECKING, Literal, Self

import numpy as np
import polars as pl
from numpy.typing import NDArray
from sklearn.base import BaseEstimator
from sklearn.multioutput import MultiOutputClassifier
from sklearn.utils.validation import check_is_fitted

from bank_rs.data.ownership import unpack
from bank_rs.errors import BankRsError
from bank_rs.model.candidates.seed_features import SeedFeatures

if TYPE_CHECKING:
    from catboost import CatBoostClassifier


class CatBoostMissingError(BankRsError):
    """The seed project's model is asked for where CatBoost is not installed."""


class SeedPipeline(BaseEstimator):  # type: ignore[misc]
    """One CatBoost model per product on what the client holds now, all clients alike.

    Models learn from holders too, as rows without the addition, and one row of an addition weighs
    ``class_weights[1]`` others: what comes out is not the probability of an addition but ranks by
    it (vvbelyanin/mle-sprint6-project, ``utils/preprocess.py``). Products that nobody added in
    training have no model and get 0. Beyond the seed, held products are answered with 0.

    Parameters
    ----------
    iterations : int, default=100
        Trees of a model.
    class_weights : tuple of float or "Balanced", default=(1.0, 4.0)
        Weight of a row without and with the addition; "Balanced" gives both the same total, as
        the seed's second protocol does.
    threads : int, default=-1
        Threads of CatBoost, -1 for one per core.
    random_state : int, default=42
        Seed of CatBoost.

    Attributes
    ----------
    features_ : SeedFeatures
        Fitted on the training rows.
    products_ : ndarray of shape (n_models,), int64
        Products with a model.
    model_ : MultiOutputClassifier
        Their models.
    """

    def __init__(
        self,
        iterations: int = 100,
        class_weights: tuple[float, float] | Literal["Balanced"] = (1.0, 4.0),
        threads: int = -1,
        random_state: int = 42,
    ) -> None:
        self.iterations = iterations
        self.class_weights = class_weights
        self.threads = threads
        self.random_state = random_state

    def fit(
        self,
        rows: pl.DataFrame,
        added: NDArray[np.int8],
        sample_weight: NDArray[np.float64] | None = None,
    ) -> Self:
        """Learn the tables of the features and a model for each product.

        Parameters
        ----------
        rows
            Columns of ``PANEL_SCHEMA``.
        added : ndarray of shape (n, 24)
            1 where the product is added by the next month.
        sample_weight : ndarray of shape (n,), default=None
            How many clients each row stands for; 1 when not given.

        Raises
        ------
        CatBoostMissingError
            If CatBoost is not installed.
        """
        self.features_ = SeedFeatures().fit(rows)
        self.products_ = np.flatnonzero(added.min(axis=0) != added.max(axis=0))
        self.model_ = MultiOutputClassifier(self._classifier())
        if self.products_.size:
            encoded = self.features_.transform(rows)
            self.model_.fit(encoded, added[:, self.products_], sample_weight=sample_weight)
        return self

    def predict_proba(self, rows: pl.DataFrame) -> NDArray[np.float64]:
        """What the models say.

        Returns
        -------
        ndarray of shape (n, 24), float64
            0 where the product is held.
        """
        check_is_fitted(self)
        held = unpack(rows["owned"])
        probabilities = np.zeros(held.shape)
        if self.products_.size:
            answers = self.model_.predict_proba(self.features_.transform(rows))
            probabilities[:, self.products_] = np.stack([each[:, 1] for each in answers], axis=1)
        probabilities[held == 1] = 0
        return probabilities

    def _classifier(self) -> "CatBoostClassifier":
        try:
            from catboost import CatBoostClassifier
        except ImportError as error:
            raise CatBoostMissingError(
                "the seed project's model needs CatBoost, which is not installed: run "
                "'pip install -r requirements-dev.txt'."
            ) from error
        name = "auto_class_weights" if self.class_weights == "Balanced" else "class_weights"
        return CatBoostClassifier(
            iterations=self.iterations,
            random_seed=self.random_state,
            thread_count=self.threads,
            allow_writing_files=False,
            logging_level="Silent",
            **{name: self.class_weights},
        )
