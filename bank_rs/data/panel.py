"""Months joined: what each client adds by the next month, and the split by time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import narwhals.stable.v2 as nw
import polars as pl
from polars.exceptions import PolarsError

from bank_rs.data.contract import PanelError, check_joined, check_panel
from bank_rs.data.fields import PANEL_SCHEMA
from bank_rs.data.history import HISTORY_MONTHS, followed, join_months, months_in
from bank_rs.data.status import STATUS_FIELDS

_PLACE: Final = "place"


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


def scan_panel(path: Path) -> pl.LazyFrame:
    """Check a typed panel written by ``bank-rs ingest``, to be read when it is needed.

    Returns
    -------
    pl.LazyFrame
        Columns and dtypes of ``PANEL_SCHEMA``.

    Raises
    ------
    PanelError
        If the file is missing, is not such a panel or breaks the contract of `check_panel`.
    """
    try:
        return check_panel(pl.scan_parquet(path, glob=False).match_to_schema(PANEL_SCHEMA))
    except (OSError, PolarsError) as error:
        raise PanelError(
            f"{path} is not a typed panel: make one with 'bank-rs ingest RAW.csv --out {path}'."
        ) from error


def read_panel(path: Path) -> pl.DataFrame:
    """Read a whole panel into memory; as `scan_panel` otherwise."""
    return scan_panel(path).collect()


def with_history(panel: pl.DataFrame, months: int = HISTORY_MONTHS) -> pl.DataFrame:
    """Join each record with the months before it and with the additions of the next.

    Parameters
    ----------
    panel
        Columns of ``PANEL_SCHEMA``, rows in any order.
    months
        How many months to look back.

    Returns
    -------
    pl.DataFrame
        The panel's rows and columns, then ``owned_1`` to ``owned_{months}``, what the client held
        that many months before (UInt32 masks), ``status_1`` to ``status_{months}``, what the client
        was (UInt8, see `status_of`), and ``added``, what the client adds by the next month (UInt32
        mask): null where the client has no record in that month.

    Raises
    ------
    PanelError
        If a client has two records in one month.
    """
    return panel.hstack(_beside(panel.lazy(), months))


def transitions(panel: pl.DataFrame | pl.LazyFrame) -> pl.DataFrame:
    """Records whose client has a record in the very next month, with what was added by then.

    Parameters
    ----------
    panel
        Columns of ``PANEL_SCHEMA``. Of a full-size one, what `scan_panel` returns takes half the
        memory.

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
    rows = panel.lazy()
    joined = rows.with_columns(_beside(rows, 0).to_series())
    # In one piece the filter takes three times the memory of what it returns.
    return joined.filter(pl.col("added").is_not_null()).collect(engine="streaming")


def _beside(panel: pl.LazyFrame, months: int) -> pl.DataFrame:
    """What `join_months` adds to a panel, in its order; the rest of the records is not moved."""
    rows = panel.select("id", "fetch_date", "owned", *STATUS_FIELDS).with_row_index(_PLACE)
    frame = nw.from_native(rows)
    joined: pl.LazyFrame = join_months(frame, months_in(frame), back=months).to_native()
    kept = joined.drop("id", "fetch_date", *STATUS_FIELDS)
    found = check_joined(kept.collect(engine="streaming"))
    return found.sort(_PLACE).drop(_PLACE, "owned")


def months_of(rows: pl.DataFrame) -> Sequence[date]:
    """The distinct snapshot dates in rising order."""
    return months_in(nw.from_native(rows.lazy()))


def followed_months(panel: pl.LazyFrame) -> Sequence[date]:
    """The snapshot dates that have one in the very next month, in rising order."""
    return followed(months_in(nw.from_native(panel)))


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
