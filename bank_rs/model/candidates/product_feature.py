"""One LightGBM model for all products, with the product as a feature."""

from typing import Any, Self

import lightgbm as lgb
import numpy as np
import polars as pl
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, clone
from sklearn.utils.validation import _check_sample_weight, check_is_fitted

from bank_rs.catalog import CODES
from bank_rs.model.candidates.product_columns import ProductColumns, lacking_pairs
from bank_rs.model.candidates.thinning import thin
from bank_rs.model.features import ClientFeatures


class ProductFeatureClassifier(BaseEstimator):  # type: ignore[misc]
    """P(client adds product by the next month), from rows of a client and a product not held.

    A row has what is known of the client, the product, and of what is known of products only what
    concerns this one, at the same places whichever it is. So what one product teaches serves the
    rare ones too; what the history of one says of another is left out. The framing is that of the
    26th place of the competition (github.com/mplatzer/
    kaggle-santander-product-recommendation).

    Parameters
    ----------
    features : ClientFeatures, default=None
        Unfitted; one with default parameters when not given.
    rounds, leaves, min_leaf_rows : int, default=300, 63, 50
        Boosting rounds, leaves of a tree and fewest rows in a leaf.
    learning_rate : float, default=0.06
        Shrinkage of each round.
    l2 : float, default=10.0
        L2 penalty on the values of leaves; rare products run to certainty without it.
    max_negatives : int, default=600_000
        Most pairs without the addition, see `thin`.
    chunk_clients : int, default=20_000
        Clients answered at a time: with 24 rows each they take 100 MB for every 50 features.
    threads : int, default=0
        Threads of LightGBM, 0 for its own choice.
    random_state : int, default=0
        Seed of the draw and of the model.

    Attributes
    ----------
    features_ : ClientFeatures
        Fitted on the training rows.
    columns_ : ProductColumns
        Which of the features concern one product.
    booster_ : lightgbm.Booster or None
        None when nobody added anything: then all probabilities are 0.
    """

    booster_: lgb.Booster | None

    def __init__(
        self,
        features: ClientFeatures | None = None,
        rounds: int = 300,
        learning_rate: float = 0.06,
        leaves: int = 63,
        min_leaf_rows: int = 50,
        l2: float = 10.0,
        max_negatives: int = 600_000,
        chunk_clients: int = 20_000,
        threads: int = 0,
        random_state: int = 0,
    ) -> None:
        self.features = features
        self.rounds = rounds
        self.learning_rate = learning_rate
        self.leaves = leaves
        self.min_leaf_rows = min_leaf_rows
        self.l2 = l2
        self.max_negatives = max_negatives
        self.chunk_clients = chunk_clients
        self.threads = threads
        self.random_state = random_state

    def fit(
        self,
        rows: pl.DataFrame,
        added: NDArray[np.int8],
        sample_weight: NDArray[np.float64] | None = None,
    ) -> Self:
        """Learn the tables of the features and the model.

        Parameters
        ----------
        rows
            What `with_history` returns.
        added : ndarray of shape (n, 24)
            1 where the product is added by the next month.
        sample_weight : ndarray of shape (n,), default=None
            How many clients each row stands for; 1 when not given.
        """
        weights = _check_sample_weight(sample_weight, added, dtype=np.float64)
        self.features_ = clone(self.features or ClientFeatures()).fit(rows)
        self.columns_ = ProductColumns.of(list(self.features_.get_feature_names_out()))
        self.booster_ = self._fit_booster(self.features_.transform(rows), added, weights)
        return self

    def predict_proba(self, rows: pl.DataFrame) -> NDArray[np.float64]:
        """Probabilities of addition.

        Returns
        -------
        ndarray of shape (n, 24), float64
            0 where the product is held.
        """
        check_is_fitted(self)
        X = self.features_.transform(rows)
        probabilities = np.zeros((len(X), len(CODES)))
        for clients, products in lacking_pairs(X, len(CODES), self.chunk_clients):
            if self.booster_ and len(clients):
                pairs = self.columns_.rows(X, clients, products)
                found = self.booster_.predict(pairs, num_threads=self.threads)
                probabilities[clients, products] = found
        return probabilities

    def _fit_booster(
        self, X: NDArray[np.float32], added: NDArray[np.int8], weights: NDArray[np.float64]
    ) -> lgb.Booster | None:
        clients, products = np.nonzero(X[:, : len(CODES)] != 1)
        labels = added[clients, products] == 1
        if not labels.any():
            return None
        drawn = thin(labels, weights[clients], self.max_negatives, self.random_state)
        clients, products = clients[drawn.rows], products[drawn.rows]
        pairs = self.columns_.rows(X, clients, products)
        last = pairs.shape[1] - 1
        data = lgb.Dataset(
            pairs, labels[drawn.rows], weight=drawn.weights, categorical_feature=[last]
        )
        return lgb.train(self._params(), data, num_boost_round=self.rounds)

    def _params(self) -> dict[str, Any]:
        return {
            "objective": "binary",
            "learning_rate": self.learning_rate,
            "num_leaves": self.leaves,
            "min_data_in_leaf": self.min_leaf_rows,
            "feature_fraction": 0.8,
            "lambda_l2": self.l2,
            "min_sum_hessian_in_leaf": 5.0,
            "deterministic": True,
            "force_row_wise": True,
            "num_threads": self.threads,
            "seed": self.random_state,
            "verbosity": -1,
        }
