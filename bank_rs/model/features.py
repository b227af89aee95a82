"""A client's record as numbers, from tables learnt in ``fit``."""

from collections.abc import Iterator
from typing import Self

import numpy as np
import pandas as pd
import polars as pl
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils import Tags
from sklearn.utils.validation import check_is_fitted

from bank_rs.catalog import CODES
from bank_rs.errors import BankRsError

Frame = pl.DataFrame | pd.DataFrame

CATEGORIES = (
    "ind_employee",
    "gender",
    "client_type_1m",
    "client_activity_1m",
    "entry_channel",
    "client_segment",
)
NUMBERS = (
    "age",
    "ind_new_client",
    "tenure_months",
    "client_relationship_status",
    "province_code",
    "ind_client_activity",
)
YES_NO = ("ind_resident", "ind_foreigner", "ind_deceased")
INPUTS = (*CATEGORIES, *NUMBERS, *YES_NO, "fetch_date", "income", "owned")


class MissingColumnsError(BankRsError):
    """A frame lacks columns the features are made of."""


class ClientFeatures(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Encode records of the typed panel as a matrix of numbers.

    The first 24 columns say which products are held, in the order of ``PRODUCTS``; then the number
    held, the calendar month, the log of income, the numbers as they are, yes/no as 1/0, and each
    category as its rank by frequency in the training rows. A value not seen in training, like a
    missing one, is NaN. Nothing is learnt outside `fit`, so a row gets the same numbers alone as in
    any batch.

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

    def fit(self, X: Frame, y: object = None) -> Self:
        """Learn the ranks of the categories.

        Parameters
        ----------
        X : polars or pandas DataFrame
            Rows of the typed panel.
        y : object, default=None
            Ignored, present for compatibility.

        Raises
        ------
        MissingColumnsError
            If a column of the record is absent.
        """
        frame = _panel_columns(X)
        self.ranks_ = {name: self._rank(frame[name]) for name in CATEGORIES}
        return self

    def transform(self, X: Frame) -> NDArray[np.float32]:
        """Encode rows.

        Returns
        -------
        ndarray of shape (n, 42), float32
            Columns as named by `get_feature_names_out`.

        Raises
        ------
        MissingColumnsError
            If a column of the record is absent.
        """
        check_is_fitted(self)
        matrix = _panel_columns(X).select(self._expressions()).cast(pl.Float32)
        return np.ascontiguousarray(matrix.fill_null(np.nan).to_numpy(), dtype=np.float32)

    def get_feature_names_out(self, input_features: object = None) -> NDArray[np.object_]:
        """Names of the columns `transform` returns."""
        check_is_fitted(self)
        names = [expression.meta.output_name() for expression in self._expressions()]
        return np.array(names, dtype=object)

    def __sklearn_tags__(self) -> Tags:
        """Say that the input is a frame with named columns and not a matrix of numbers."""
        tags = super().__sklearn_tags__()
        tags.input_tags.two_d_array = False
        tags.input_tags.allow_nan = True
        tags.no_validation = True
        return tags

    def _rank(self, values: pl.Series) -> dict[str, int]:
        counts = values.drop_nulls().value_counts().filter(pl.col("count") >= self.min_count)
        ordered = counts.sort(["count", values.name], descending=[True, False])
        return {value: rank for rank, value in enumerate(ordered[values.name])}

    def _expressions(self) -> Iterator[pl.Expr]:
        owned = pl.col("owned")
        for bit, code in enumerate(CODES):
            yield (owned & (1 << bit) != 0).alias(f"held_{code}")
        yield owned.bitwise_count_ones().alias("held_count")
        yield pl.col("fetch_date").dt.month().alias("calendar_month")
        yield pl.col("income").log1p().alias("log_income")
        yield from (pl.col(name) for name in NUMBERS)
        yield from ((pl.col(name) == "S").alias(name) for name in YES_NO)
        for name in CATEGORIES:
            ranks = self.ranks_[name]
            yield pl.col(name).replace_strict(ranks, default=None, return_dtype=pl.Float32)


def _panel_columns(X: Frame) -> pl.DataFrame:
    missing = [name for name in INPUTS if name not in X.columns]
    if missing:
        raise MissingColumnsError(
            f"the frame lacks {', '.join(missing)}: give rows of the typed panel, as "
            "'bank-rs ingest' writes them."
        )
    frame = X if isinstance(X, pl.DataFrame) else pl.from_pandas(X[list(INPUTS)])
    texts = [pl.col(*CATEGORIES, *YES_NO).cast(pl.String)]
    return frame.select(INPUTS).with_columns(*texts, pl.col("owned").cast(pl.UInt32))
