"""Popularity by segment, age band and activity, among the products not held."""

from typing import Literal, Self

import numpy as np
import polars as pl
from numpy.typing import NDArray
from sklearn.base import BaseEstimator
from sklearn.utils.validation import _check_sample_weight, check_is_fitted

from bank_rs.data.ownership import unpack
from bank_rs.model.candidates.shrinkage import shrunk_rates

AGES = (18, 25, 35, 45, 55, 65)
"""Lower bounds of the age bands but the first, years."""

Popular = Literal["additions", "holders"]


class SegmentPopularity(BaseEstimator):  # type: ignore[misc]
    """Rank what a client lacks by how popular it is with clients alike.

    Clients are alike who share the segment, the age band and whether they are active; a value that
    is missing is a value of its own. Small groups lean on the whole, see `shrunk_rates`, and a
    group not seen in training is answered with it.

    Parameters
    ----------
    of : {"additions", "holders"}, default="additions"
        What popular means: the share of those lacking the product who add it by the next month, or
        the share of all who hold it. Both are published for this data; only the first is a
        probability of addition, the second merely ranks.
    ages : tuple of int, default=AGES
        Lower bounds of the age bands but the first, years, rising.

    Attributes
    ----------
    groups_ : dict of str to int
        Row of ``rates_`` of each group.
    rates_ : ndarray of shape (n_groups + 1, 24), float64
        Popularity by group; the last row is that of the whole.
    """

    groups_: dict[str, int]
    rates_: NDArray[np.float64]

    def __init__(self, of: Popular = "additions", ages: tuple[int, ...] = AGES) -> None:
        self.of = of
        self.ages = ages

    def fit(
        self,
        rows: pl.DataFrame,
        added: NDArray[np.int8],
        sample_weight: NDArray[np.float64] | None = None,
    ) -> Self:
        """Count by group.

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
        ValueError
            If ``of`` is neither of its two values.
        """
        if self.of not in ("additions", "holders"):
            raise ValueError(f"of is {self.of!r}: popularity is of 'additions' or of 'holders'.")
        weights = _check_sample_weight(sample_weight, added, dtype=np.float64)
        held = unpack(rows["owned"])
        additions = self.of == "additions"
        happened, possible = (added, held == 0) if additions else (held, np.ones_like(held))
        keys = self._keys(rows)
        self.groups_ = {key: place for place, key in enumerate(keys.unique().sort())}
        places = self._places(keys)
        events, trials = (self._sums(places, weights, flags) for flags in (happened, possible))
        # the whole is one more group, and one without trials of its own gets the whole's rate
        empty = np.zeros((1, held.shape[1]))
        self.rates_ = shrunk_rates(np.vstack([events, empty]), np.vstack([trials, empty]))
        return self

    def predict_proba(self, rows: pl.DataFrame) -> NDArray[np.float64]:
        """Popularity with clients alike.

        Returns
        -------
        ndarray of shape (n, 24), float64
            0 where the product is held.
        """
        check_is_fitted(self)
        rates = self.rates_[self._places(self._keys(rows))]
        return np.where(unpack(rows["owned"]) == 1, 0.0, rates)

    def _keys(self, rows: pl.DataFrame) -> pl.Series:
        band = pl.sum_horizontal(pl.col("age") >= age for age in self.ages)
        parts = (
            pl.col("client_segment"),
            pl.when(pl.col("age").is_not_null()).then(band),
            pl.col("ind_client_activity"),
        )
        texts = [part.cast(pl.String).fill_null("missing") for part in parts]
        return rows.select(pl.concat_str(texts, separator=" / ").alias("group")).to_series()

    def _places(self, keys: pl.Series) -> NDArray[np.int64]:
        unseen = len(self.groups_)
        places = keys.replace_strict(self.groups_, default=unseen, return_dtype=pl.Int64)
        return places.to_numpy()

    def _sums(
        self, places: NDArray[np.int64], weights: NDArray[np.float64], flags: NDArray[np.int8]
    ) -> NDArray[np.float64]:
        """Weights of the rows with each flag set, by group."""
        groups = len(self.groups_)
        columns = [np.bincount(places, weights * flag, groups) for flag in flags.T]
        return np.stack(columns, axis=1)
