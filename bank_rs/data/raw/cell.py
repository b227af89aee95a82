"""The cells of a Parquet file as the raw file would spell them."""

from datetime import date
from typing import Final

import polars as pl

_NANOSECONDS: Final = (date(1678, 1, 1), date(2262, 1, 1))
"""Days that 64 bits of nanoseconds reach."""


def spelt(name: str, dtype: pl.DataType) -> pl.Expr:
    """A column as text: flags as 0 or 1, whole numbers without a fraction, days without a time.

    Parameters
    ----------
    name
        The column.
    dtype
        Its dtype.

    Returns
    -------
    pl.Expr
        Of dtype String, null where the cell is null or, as pandas writes nulls, not a number.
    """
    column = pl.col(name)
    if dtype == pl.Boolean:
        column = column.cast(pl.Int8)
    elif dtype.is_float():
        whole = column.cast(pl.Int64, strict=False)
        text = pl.when(whole == column).then(whole.cast(pl.String)).otherwise(_text(column))
        return pl.when(column.is_not_nan()).then(text)
    elif dtype in (pl.Date, pl.Datetime):
        # Polars panics where it is to write a day that no calendar has.
        first, last = (date.min, date.max) if dtype == pl.Date else _NANOSECONDS
        known = pl.when(column.is_between(first, last)).then(column)
        return pl.coalesce(_day(known, dtype), _text(known), _text(column.to_physical()))
    return _text(column)


def _day(column: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """The date, null where the column has a time of day with it."""
    day = column.dt.date()
    return _text(pl.when(day.cast(dtype) == column).then(day))


def _text(column: pl.Expr) -> pl.Expr:
    return column.cast(pl.String)
