"""The seed project's two protocols: which rows it learns from, which it is judged on."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from bank_rs.data.fields import PROFILE
from bank_rs.data.ownership import unpack
from bank_rs.errors import BankRsError

MOST_NULLS: Final = 9
"""Rows with more empty cells than this are removed."""

LEAST_HOLDERS: Final = 0.02
"""Share of the training rows of protocol B in which a product must be held to be a target."""


class ProtocolError(BankRsError):
    """A panel has not what a protocol asks for."""


@dataclass(frozen=True, slots=True)
class Protocol:
    """Rows of a protocol.

    Attributes
    ----------
    name
        A or B.
    train, test
        The panel's columns, with ``added`` replaced: what is held in the client's next row, which
        need not be of the next month, and not in this one.
    targets
        Places in ``PRODUCTS`` of the products that are judged.
    """

    name: str
    train: pl.DataFrame
    test: pl.DataFrame
    targets: tuple[int, ...]


def protocol_a(panel: pl.DataFrame) -> Protocol:
    """Buyers only: learn from 2015-07 to 2016-02, be judged on 2016-03 and 2016-04.

    Only clients are kept who add something anywhere in the panel, the months to be judged and those
    after them included. **This is a leak**: whether a client is in the test rows depends on the
    answers, and additions are four to five times as frequent there as among all clients. So these
    figures compare with each other and with nothing else.

    Then rows with 10 empty cells or more and rows of the deceased are removed. Targets are the
    products added in some training row (vvbelyanin/mle-sprint6-project, ``experiments.ipynb`` and
    ``airflow/dags/pipeline.py``).

    Parameters
    ----------
    panel
        Columns of ``PANEL_SCHEMA`` over all months, and any others, which are kept.

    Raises
    ------
    ProtocolError
        If no row is left to learn from or to be judged on.
    """
    rows = _with_next_row(panel)
    buyers = rows.filter(pl.col("added") != 0)["id"].unique()
    rows = rows.filter(pl.col("id").is_in(buyers.implode()))
    train, test = _split(rows, date(2015, 7, 1), date(2016, 3, 1), date(2016, 5, 1))
    added = unpack(train["added"])
    return Protocol("A", train, test, _places(added.min(axis=0) != added.max(axis=0)))


def protocol_b(panel: pl.DataFrame) -> Protocol:
    """All clients: learn from 2015-12 to 2016-03, be judged on 2016-04.

    Rows with 10 empty cells or more and rows of the deceased are removed. Targets are the products
    held in more than 2 % of the training rows (vvbelyanin/mle-sprint6-project,
    ``final.rev.1.ipynb``).

    Parameters
    ----------
    panel
        As in `protocol_a`.

    Raises
    ------
    ProtocolError
        If no row is left to learn from or to be judged on.
    """
    rows = _with_next_row(panel)
    train, test = _split(rows, date(2015, 12, 1), date(2016, 4, 1), date(2016, 5, 1))
    holders = unpack(train["owned"]).mean(axis=0)
    return Protocol("B", train, test, _places(holders > LEAST_HOLDERS))


def _with_next_row(panel: pl.DataFrame) -> pl.DataFrame:
    """The rows that have a next one of the same client, with what is added in it."""
    places = panel.select("id", "fetch_date", "owned", "unknown").with_row_index()
    later = pl.col("owned").shift(-1).over("id")
    # a flag that is not known is not 0, and so nothing the seed would see added
    added = later & ~pl.col("owned") & ~pl.col("unknown")
    masks = places.sort("id", "fetch_date").select("index", added=added).sort("index")["added"]
    return panel.with_columns(masks).filter(pl.col("added").is_not_null())


def _split(
    rows: pl.DataFrame, first: date, test: date, end: date
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows from the first day on to learn from, and from the test day on to be judged on."""
    nulls = pl.sum_horizontal(pl.col(field.name).is_null() for field in PROFILE)
    empty = nulls + pl.col("unknown").bitwise_count_ones()
    kept = (empty <= MOST_NULLS) & (pl.col("ind_deceased") == "N")
    day = pl.col("fetch_date")
    spans = ((first, test), (test, end))
    # a third copy, of all that is kept, would not fit at full size
    train, judged = (rows.filter(kept, day >= start, day < stop) for start, stop in spans)
    if train.is_empty() or judged.is_empty():
        raise ProtocolError(
            "the seed project's protocol finds no row to learn from or none to be judged on: give "
            "a panel of the months up to 2016-05, 6 or more."
        )
    return train, judged


def _places(products: NDArray[np.bool_]) -> tuple[int, ...]:
    return tuple(np.flatnonzero(products).tolist())
