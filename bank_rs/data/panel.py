"""Months joined: what each client adds by the next month, and the split by time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl
from polars.exceptions import PolarsError

from bank_rs.data.fields import PANEL_SCHEMA
from bank_rs.errors import BankRsError


class PanelError(BankRsError):
    """A panel cannot be used to learn from."""


@dataclass(frozen=True, slots=True)
class Split:
    """Transitions split by time: learn, choose, then judge once.

    Attributes
    ----------
    train, validation, test
        Transitions of the earlier months, of the month before the last and of the last.
    """

    train: pl.DataFrame
    validation: pl.DataFrame
    test: pl.DataFrame

    @property
    def everything(self) -> pl.DataFrame:
        """All transitions, for the last fit before a model ships."""
        return pl.concat([self.train, self.validation, self.test])


def read_panel(path: Path) -> pl.DataFrame:
    """Read a typed panel written by ``bank-rs ingest``.

    Returns
    -------
    pl.DataFrame
        Columns and dtypes of ``PANEL_SCHEMA``.

    Raises
    ------
    PanelError
        If the file is missing or is not such a panel.
    """
    try:
        return pl.read_parquet(path).match_to_schema(PANEL_SCHEMA)
    except (OSError, PolarsError) as error:
        raise PanelError(
            f"{path} is not a typed panel: make one with 'bank-rs ingest RAW.csv --out {path}'."
        ) from error


def transitions(panel: pl.DataFrame) -> pl.DataFrame:
    """Records whose client has a record in the very next month, with what was added by then.

    Parameters
    ----------
    panel
        Columns of ``PANEL_SCHEMA``.

    Returns
    -------
    pl.DataFrame
        The panel's columns and ``added``, a UInt32 mask: bit ``i`` is set where product ``i`` is
        held in the next month and not in this one.

    Raises
    ------
    PanelError
        If a client has two records in one month.
    """
    month = pl.col("fetch_date").dt.year().cast(pl.Int32) * 12 + pl.col("fetch_date").dt.month()
    now = panel.with_columns(month=month)
    if now.select("id", "month").is_duplicated().any():
        raise PanelError("the panel has two records of one client in one month: remove one.")
    following = now.select("id", month=pl.col("month") - 1, owned_next="owned")
    return (
        now.join(following, on=["id", "month"], how="inner", maintain_order="left")
        .with_columns(added=pl.col("owned_next") & ~pl.col("owned"))
        .drop("month", "owned_next")
    )


def months_of(rows: pl.DataFrame) -> Sequence[date]:
    """The distinct snapshot dates in rising order."""
    return rows["fetch_date"].unique().sort().to_list()


def split_by_time(rows: pl.DataFrame) -> Split:
    """Split transitions so that nothing later informs anything earlier.

    Parameters
    ----------
    rows
        What `transitions` returns, of three months or more.

    Raises
    ------
    PanelError
        If fewer than three months can be learnt from.
    """
    months = months_of(rows)
    if len(months) < 3:
        raise PanelError(
            f"the panel has {len(months)} months with a next month and training needs 3 (train, "
            "validation, test): ingest at least 4 consecutive months."
        )
    snapshot = pl.col("fetch_date")
    return Split(
        train=rows.filter(snapshot < months[-2]),
        validation=rows.filter(snapshot == months[-2]),
        test=rows.filter(snapshot == months[-1]),
    )
