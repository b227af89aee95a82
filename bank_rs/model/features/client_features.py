"""The transformer: a client's record and history as a row of numbers."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Self, TypeAlias

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils import Tags
from sklearn.utils.validation import check_is_fitted

from bank_rs.data.history import HISTORY
from bank_rs.model.features import past, profile
from bank_rs.model.features.inputs import CATEGORIES, INPUTS, MissingColumnsError
from bank_rs.model.features.known import Known

if TYPE_CHECKING:
    import pandas as pd

Frame: TypeAlias = "pl.DataFrame | pd.DataFrame"

_CHUNK = 5_000
"""Rows encoded at a time: what they take on the way stays in the processor's cache."""


class ClientFeatures(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Encode records of the typed panel, with what is known of the months before.

    The first 24 columns say which products are held, in the order of ``PRODUCTS``; then come what
    the past says of each product and of the client, and the profile: numbers as they are, yes/no as
    1/0, and each category as its rank by frequency in the training rows. A value not seen in
    training, like a missing one, is NaN. Nothing is learnt outside `fit`, so a row gets the same
    numbers alone as in any batch. The columns of the past may be absent: then nothing is known.

    Parameters
    ----------
    min_count : int, default=20
        Categories with fewer training rows count as not seen.

    Attributes
    ----------
    ranks_ : dict of str to dict of str to int
        For each category column, the rank of each value, 0 the most frequent.
    """

    ranks_: dict[str, dict[str, int]]

    def __init__(self, min_count: int = 20) -> None:
        self.min_count = min_count

    def fit(self, X: Frame, y: object = None, sample_weight: ArrayLike | None = None) -> Self:
        """Learn the ranks of the categories.

        Parameters
        ----------
        X : polars or pandas DataFrame
            Rows of the typed panel.
        y : object, default=None
            Ignored, present for compatibility.
        sample_weight : array-like of shape (n,), default=None
            How many rows each stands for; 1 when not given.

        Raises
        ------
        MissingColumnsError
            If a column of the record is absent.
        """
        frame = _panel_columns(X)
        weights = np.ones(frame.height) if sample_weight is None else np.asarray(sample_weight)
        weighted = frame.select(CATEGORIES).with_columns(
            weight=pl.Series(weights, dtype=pl.Float64)
        )
        self.ranks_ = {name: self._rank(weighted, name) for name in CATEGORIES}
        return self

    def transform(self, X: Frame) -> NDArray[np.float32]:
        """Encode rows.

        Returns
        -------
        ndarray of shape (n, n_features), float32
            Columns as named by `get_feature_names_out`.

        Raises
        ------
        MissingColumnsError
            If a column of the record is absent.
        """
        check_is_fitted(self)
        frame = _panel_columns(X)
        months, own = Known.of_rows(frame).months, profile.profile_features(frame, self.ranks_)
        matrix = np.empty((frame.height, len(past.NAMES) + len(profile.NAMES)), np.float32)
        for start in range(0, frame.height, _CHUNK):
            rows = slice(start, start + _CHUNK)
            np.concatenate((*past.past_features(months[rows]), own[rows]), 1, out=matrix[rows])
        return matrix

    def transform_record(self, record: Mapping[str, Any], known: Known) -> NDArray[np.float32]:
        """As `transform_records` for one."""
        return self.transform_records([record], known)

    def transform_records(
        self, records: Sequence[Mapping[str, Any]], known: Known
    ) -> NDArray[np.float32]:
        """Encode records, as `transform` would in a frame, without making one.

        Parameters
        ----------
        records
            Typed values by English field name; a missing one is not known.
        known
            Their months.

        Returns
        -------
        ndarray of shape (n, n_features), float32
        """
        own = [profile.record_features(record, self.ranks_) for record in records]
        return np.concatenate((*past.past_features(known.months), own), 1, dtype=np.float32)

    def get_feature_names_out(self, input_features: object = None) -> NDArray[np.object_]:
        """Names of the columns `transform` returns."""
        check_is_fitted(self)
        return np.array([*past.NAMES, *profile.NAMES], dtype=object)

    def __sklearn_tags__(self) -> Tags:
        """Say that the input is a frame with named columns and not a matrix of numbers."""
        tags = super().__sklearn_tags__()
        tags.input_tags.two_d_array = False
        tags.input_tags.allow_nan = True
        tags.no_validation = True
        return tags

    def _rank(self, weighted: pl.DataFrame, name: str) -> dict[str, int]:
        seen = weighted.drop_nulls(name).group_by(name).agg(pl.len(), pl.col("weight").sum())
        common = seen.filter(pl.col("weight") >= self.min_count)
        ordered = common.sort(["weight", name], descending=[True, False])
        return {value: rank for rank, value in enumerate(ordered[name])}


def _panel_columns(X: Frame) -> pl.DataFrame:
    missing = [name for name in INPUTS if name not in X.columns]
    if missing:
        raise MissingColumnsError(
            f"the frame lacks {', '.join(missing)}: give rows of the typed panel, as "
            "'bank-rs ingest' writes them."
        )
    wanted = [*INPUTS, *(name for name in HISTORY if name in X.columns)]
    frame = X if isinstance(X, pl.DataFrame) else pl.from_pandas(X[wanted])
    return frame.select(wanted).with_columns(pl.col("owned").cast(pl.UInt32))
