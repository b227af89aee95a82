"""The baseline every model is shown beside: the products that clients in general add."""

from typing import Self

import numpy as np
import polars as pl
from numpy.typing import NDArray
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted

from bank_rs.data.ownership import unpack

Flags = NDArray[np.int8] | NDArray[np.bool_]


class Popularity(BaseEstimator):  # type: ignore[misc]
    """Share of clients who added each product of those who did not hold it.

    Attributes
    ----------
    rates_ : ndarray of shape (n_products,), float64
        0 for a product that every client holds.
    """

    rates_: NDArray[np.float64]

    def fit(
        self, held: Flags, added: Flags, sample_weight: NDArray[np.float64] | None = None
    ) -> Self:
        """Count holders out and additions in.

        Parameters
        ----------
        held, added : ndarray of shape (n, n_products)
            1 where the product is held, and where it is added by the next month.
        sample_weight : ndarray of shape (n,), default=None
            How many clients each row stands for; 1 when not given.
        """
        weights = np.ones(len(held)) if sample_weight is None else sample_weight
        self.rates_ = weights @ added / np.maximum(weights @ (held != 1), np.finfo(float).tiny)
        return self

    def predict_proba(self, held: Flags) -> NDArray[np.float64]:
        """Probabilities of addition.

        Returns
        -------
        ndarray of shape (n, n_products), float64
            0 where the product is held.
        """
        check_is_fitted(self)
        return np.where(held == 1, 0.0, self.rates_)


def popularity(rows: pl.DataFrame) -> Popularity:
    """Fit the baseline.

    Parameters
    ----------
    rows
        What `transitions` returns.

    Returns
    -------
    Popularity
        Fitted on flags of shape (n, 24): what is held is all it reads.
    """
    return Popularity().fit(unpack(rows["owned"]), unpack(rows["added"]))
