"""Columns as a few whole numbers each, as measures of dependence need them."""

from collections.abc import Iterable
from typing import Final

import numpy as np
import polars as pl

from bank_rs.catalog import PRODUCTS
from bank_rs.data.ownership import unpack

LEVELS: Final = 10

LEFT_OUT: Final = {
    "id": "a key: a value of its own for each client",
    "fetch_date": "the month of the record; its calendar month is kept",
    "last_date_as_primary": "known for almost nobody, and only where the relationship is 99",
    "province_name": "the same as province_code in other words",
}
"""Profile columns that are not measured, and why."""

_COUNTED: Final = ("age", "tenure_months", "income", "registration_date", "products_held")


def coded_profile(rows: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
    """Code profile columns, then the products held and the calendar month.

    Parameters
    ----------
    rows
        Columns of ``PANEL_SCHEMA``.
    columns
        Profile columns.

    Returns
    -------
    pl.DataFrame
        UInt32 codes, null where the value is not known: bands of equal size of a number or date,
        the nine commonest values of anything else and one code for the rest. Columns with fewer
        than two codes depend on nothing and are left out.
    """
    frame = rows.select(
        *columns,
        products_held=pl.col("owned").bitwise_count_ones(),
        calendar_month=pl.col("fetch_date").dt.month().cast(pl.String),
    )
    return _varying(coded_column(values) for values in frame)


def coded_columns(frame: pl.DataFrame) -> pl.DataFrame:
    """Code columns of numbers by bands; columns with fewer than two codes are left out."""
    return _varying(banded(values.cast(pl.Float64)) for values in frame)


def _varying(columns: Iterable[pl.Series]) -> pl.DataFrame:
    return pl.DataFrame([codes for codes in columns if codes.drop_nulls().n_unique() > 1])


def coded_column(values: pl.Series) -> pl.Series:
    """Code one column, see `coded_profile`."""
    if values.name in _COUNTED:
        return banded(values.to_physical().cast(pl.Float64))
    counts = values.drop_nulls().value_counts()
    ordered = counts.sort(["count", values.name], descending=[True, False])[values.name]
    codes = {value: min(code, LEVELS - 1) for code, value in enumerate(ordered)}
    return values.replace_strict(codes, return_dtype=pl.UInt32)


def banded(values: pl.Series) -> pl.Series:
    """Code numbers by ten bands of equal size; a number that fills more than one is a band.

    Returns
    -------
    pl.Series
        UInt32 from 0, rising with the number, null where it is null or NaN.
    """
    numbers = values.fill_nan(None)
    known = numbers.drop_nulls().to_numpy()
    if not known.size:
        return numbers.cast(pl.UInt32)
    shares = np.linspace(0, 1, LEVELS + 1)[1:-1]
    edges, times = np.unique(np.quantile(known, shares, method="lower"), return_counts=True)
    # an edge met twice is a number of more than a band: it stands apart from those below, too
    places = np.searchsorted(edges, known) + np.searchsorted(edges[times > 1], known, "right")
    filled = np.zeros(len(numbers), np.uint32)
    filled[numbers.is_not_null().to_numpy()] = np.unique(places, return_inverse=True)[1]
    return pl.Series(values.name, filled).set(numbers.is_null(), None)


def coded_additions(rows: pl.DataFrame, fewest: int) -> pl.DataFrame:
    """Code what was added.

    Parameters
    ----------
    rows
        What `transitions` returns.
    fewest
        Products with fewer additions are left out.

    Returns
    -------
    pl.DataFrame
        ``any product`` and a column for each product by its English name, the most often added
        first: UInt32 1 where it was added, null where it was held and could not be.
    """
    added, held = unpack(rows["added"]).astype(np.uint32), unpack(rows["owned"]) == 1
    counts = added.sum(axis=0)
    order = [int(place) for place in np.argsort(-counts.astype(np.int64), kind="stable")]
    columns = {"any product": pl.Series((rows["added"] != 0).cast(pl.UInt32))}
    for place in order:
        if counts[place] >= fewest:
            columns[PRODUCTS[place].en] = pl.Series(added[:, place]).set(
                pl.Series(held[:, place]), None
            )
    return pl.DataFrame(columns)
