"""The columns the seed project learns from, with its tables learnt in ``fit``."""

from collections.abc import Iterator
from typing import Final, Self

import numpy as np
import polars as pl
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from bank_rs.catalog import CODES

_ONE_HOT: Final = {
    "gender": "V",
    "client_type_1m": "0",
    "client_activity_1m": "N",
    "ind_foreigner": "0",
    "client_segment": "0",
}
"""Each column's value where none is known."""

_FREQUENCY: Final = {"entry_channel": "UNK", "province_code": "0"}
_FLAGS: Final = ("ind_new_client", "client_relationship_status", "ind_client_activity")


class SeedFeatures(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Encode records as the seed project does, one by one as in any batch.

    Its columns are the 24 flags, the number of products, age, tenure, the log of income, year and
    month, five columns one-hot without their first value, two as their frequency, and three flags:
    48 on the real data (vvbelyanin/mle-sprint6-project, ``utils/preprocess.py``). Three things
    differ: frequencies and the median income come from the training rows, where the seed takes them
    from the rows it is asked about; values not seen in training are encoded, as 0; numbers are not
    scaled, which trees do not mind. As in the seed a potential client (type ``P``) counts as one of
    unknown type.

    Attributes
    ----------
    categories_ : dict of str to list of str
        For each one-hot column its values in order; the first has no column.
    frequencies_ : dict of str to dict of str to float
        For each frequency column the share of training rows with each value.
    median_income_ : float
        Euros a year.
    """

    categories_: dict[str, list[str]]
    frequencies_: dict[str, dict[str, float]]
    median_income_: float

    def fit(self, X: pl.DataFrame, y: object = None) -> Self:
        """Learn values, frequencies and the median income.

        Parameters
        ----------
        X
            Columns of ``PANEL_SCHEMA``.
        y : object, default=None
            Ignored, present for compatibility.
        """
        texts = X.select(_filled(name, value) for name, value in (_ONE_HOT | _FREQUENCY).items())
        self.categories_ = {name: texts[name].unique().sort().to_list() for name in _ONE_HOT}
        self.frequencies_ = {
            name: dict(texts[name].value_counts(normalize=True).iter_rows()) for name in _FREQUENCY
        }
        # where no income is known at all any number will do: it is the same for every row
        self.median_income_ = X.select(pl.col("income").median().fill_null(1.0)).item()
        return self

    def transform(self, X: pl.DataFrame) -> NDArray[np.float32]:
        """Encode rows.

        Returns
        -------
        ndarray of shape (n, n_columns), float32
            Nothing is missing in it.
        """
        check_is_fitted(self)
        encoded = X.select(self._expressions()).cast(pl.Float32).fill_null(0)
        return np.ascontiguousarray(encoded.to_numpy(), dtype=np.float32)

    def get_feature_names_out(self, input_features: object = None) -> NDArray[np.object_]:
        """Names of the columns `transform` returns."""
        check_is_fitted(self)
        names = [expression.meta.output_name() for expression in self._expressions()]
        return np.array(names, dtype=object)

    def _expressions(self) -> Iterator[pl.Expr]:
        owned, day, since = pl.col("owned"), pl.col("fetch_date").dt, pl.col("registration_date").dt
        for bit, code in enumerate(CODES):
            yield (owned & (1 << bit) != 0).alias(f"held_{code}")
        yield owned.bitwise_count_ones().alias("number_of_products")
        yield pl.col("age")
        # the record's own tenure stands still in the first months of the data
        months = (day.year() - since.year()) * 12 + (day.month() - since.month()).cast(pl.Int32)
        yield months.alias("tenure_months")
        yield pl.col("income").fill_null(self.median_income_).clip(1).log().alias("log_income")
        yield day.year().alias("fetch_year")
        yield day.month().alias("fetch_month")
        for name, values in self.categories_.items():
            for value in values[1:]:
                yield (_filled(name, _ONE_HOT[name]) == value).alias(f"{name}_{value}")
        for name, shares in self.frequencies_.items():
            text = _filled(name, _FREQUENCY[name])
            yield text.replace_strict(shares, default=0.0, return_dtype=pl.Float64)
        yield from (pl.col(name) for name in _FLAGS)


def _filled(name: str, unknown: str) -> pl.Expr:
    text = pl.col(name).cast(pl.String).fill_null(unknown)
    return text.replace("P", unknown) if name == "client_type_1m" else text
