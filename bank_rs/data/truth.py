"""The probabilities a simulated bank's additions were drawn from."""

from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray
from polars.exceptions import PolarsError

from bank_rs.catalog import CODES
from bank_rs.data.ownership import unpack
from bank_rs.errors import BankRsError

TRUTH_SCHEMA: Final = pl.Schema(
    {"fetch_date": pl.Date(), "id": pl.Int64()} | dict.fromkeys(CODES, pl.Float32())
)
"""Columns of a truth file, one row per client and month whose client has a record in the next one.

The columns named by product are the probabilities that the client adds it by the next month, 0
where it is held.
"""


class TruthError(BankRsError):
    """A truth file cannot be used with a panel."""


def read_truth(path: Path, month: date) -> pl.DataFrame:
    """Read one month of a truth file written by ``bank-rs simulate --truth``.

    Parameters
    ----------
    path
        Parquet file; the other months are not brought into memory.
    month
        Snapshot date of the records.

    Returns
    -------
    pl.DataFrame
        Columns and dtypes of ``TRUTH_SCHEMA``; empty where the file lacks the month.

    Raises
    ------
    TruthError
        If the file is missing, is no truth file, or holds numbers that are no probabilities.
    """
    try:
        file = pl.scan_parquet(path).match_to_schema(TRUTH_SCHEMA)
        truth = file.filter(pl.col("fetch_date") == month).collect()
    except (OSError, PolarsError) as error:
        raise TruthError(
            f"{path} is not a truth file: write one with 'bank-rs simulate --truth {path}'."
        ) from error
    if not truth.select(pl.col(CODES).is_between(0, 1).fill_null(value=False)).to_numpy().all():
        raise TruthError(
            f"{path} holds numbers that are no probabilities in {month:%Y-%m}: write it again "
            "with 'bank-rs simulate --truth'."
        )
    return truth


def true_probabilities(truth: pl.DataFrame, rows: pl.DataFrame) -> NDArray[np.float64]:
    """Align a truth with records, by client and month.

    Parameters
    ----------
    truth
        Columns of ``TRUTH_SCHEMA``, what `read_truth` returns; rows of other clients are passed
        over.
    rows
        What `transitions` returns, in any order.

    Returns
    -------
    ndarray of shape (n, 24), float64
        One row for each of ``rows``, in their order; columns in the order of ``PRODUCTS``.

    Raises
    ------
    TruthError
        If the truth is of another bank: clients are missing or doubled, or products that are held
        have a probability.
    """
    keys = ["fetch_date", "id"]
    if truth.select(keys).is_duplicated().any():
        raise TruthError("the truth file has two rows of one client in one month: write it again.")
    known = rows.select(*keys, "owned").join(truth, on=keys, how="left", maintain_order="left")
    lacking = known[CODES[0]].null_count()
    if lacking:
        raise _foreign(f"lacks {lacking:,} of {known.height:,} clients of the month")
    probabilities = known.select(CODES).cast(pl.Float64).to_numpy()
    if (probabilities[unpack(known["owned"]) == 1] > 0).any():
        raise _foreign("gives a probability to products that are held")
    return probabilities


def _foreign(fault: str) -> TruthError:
    return TruthError(
        f"the truth file is not of this bank and month, it {fault}: name the one that was written "
        "together with the panel."
    )
