"""Client and month as one number."""

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

MONTH_BITS: Final = 16
"""Bits below the client's number; months are counted from year 0."""


def month_keys(panel: pl.DataFrame) -> NDArray[np.int64]:
    """One number for each row, the same only for records of one client in one month.

    Parameters
    ----------
    panel
        Columns ``id`` (below 2**47) and ``fetch_date``, without nulls.

    Returns
    -------
    ndarray of shape (n,), int64
        Consecutive months of a client differ by 1, clients by more than any two months.
    """
    date = pl.col("fetch_date").dt
    month = date.year().cast(pl.Int64) * 12 + date.month()
    return panel.select(pl.col("id") * 2**MONTH_BITS + month).to_series().to_numpy()
