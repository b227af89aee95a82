"""A client's profile as numbers, by tables learnt in ``fit``."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from bank_rs.model.features.inputs import CATEGORIES, NUMBERS, YES_NO

Ranks = Mapping[str, Mapping[str, int]]
"""For each category column, the rank of each value."""

NAMES: Final = (
    *NUMBERS,
    *YES_NO,
    *CATEGORIES,
    "calendar_month",
    "months_since_registration",
    "income",
)

_NAN: Final = float("nan")


def profile_features(rows: pl.DataFrame, ranks: Ranks) -> NDArray[np.float32]:
    """Features named by ``NAMES`` of a frame's rows.

    Returns
    -------
    ndarray of shape (n, 18), float32
        NaN where not known.
    """
    fetched, registered = pl.col("fetch_date"), pl.col("registration_date")
    columns = [
        *(pl.col(name).cast(pl.Float32) for name in NUMBERS),
        *((pl.col(name).cast(pl.String) == "S").cast(pl.Float32) for name in YES_NO),
        *(_rank(name, ranks[name]) for name in CATEGORIES),
        fetched.dt.month().cast(pl.Float32).alias("calendar_month"),
        (_months(fetched) - _months(registered)).cast(pl.Float32).alias("months"),
        pl.col("income").cast(pl.Float32),
    ]
    return rows.select(columns).fill_null(_NAN).to_numpy()


def record_features(record: Mapping[str, Any], ranks: Ranks) -> list[float]:
    """The same features of one record, as numbers that float32 rounds to the same values.

    Parameters
    ----------
    record
        Typed values by English field name; a missing one is not known.
    """
    get = record.get
    return [
        *(_number(get(name)) for name in NUMBERS),
        *(_yes(get(name)) for name in YES_NO),
        *(ranks[name].get(get(name), _NAN) for name in CATEGORIES),  # type: ignore[arg-type]
        record["fetch_date"].month,
        _months_since(record["fetch_date"], get("registration_date")),
        _number(get("income")),
    ]


def _rank(name: str, ranks: Mapping[str, int]) -> pl.Expr:
    text = pl.col(name).cast(pl.String)
    return text.replace_strict(ranks, default=None, return_dtype=pl.Float32)


def _months(day: pl.Expr) -> pl.Expr:
    return day.dt.year().cast(pl.Int32) * 12 + day.dt.month()


def _number(value: float | None) -> float:
    return _NAN if value is None else value


def _yes(value: str | None) -> float:
    return _NAN if value is None else value == "S"


def _months_since(day: date, earlier: date | None) -> float:
    if earlier is None:
        return _NAN
    return (day.year - earlier.year) * 12 + day.month - earlier.month
