"""The records that are scored: what is read of a panel, and what must hold of it."""

from collections.abc import Sequence
from datetime import date
from typing import Final

import narwhals.stable.v2 as nw
import polars as pl

from bank_rs.data.contract import PanelError, check_joined, panel_checks
from bank_rs.data.dialect import Lazy, of_clients, widened
from bank_rs.data.fields import PANEL_SCHEMA
from bank_rs.data.history import HISTORY, join_months, near
from bank_rs.data.month_word import OWNED
from bank_rs.data.rules import first_broken
from bank_rs.errors import BankRsError
from bank_rs.model.features.inputs import INPUTS

BUCKET: Final = "bucket"
"""Column of the part of the clients that a record belongs to."""

COLUMNS: Final = ("id", *INPUTS)
"""What is read of the panel."""

_DTYPES: Final = {
    **PANEL_SCHEMA,
    **{name: pl.UInt32() if name.startswith("owned") else pl.UInt8() for name in HISTORY},
    "added": pl.UInt32(),
}


class MonthToScoreError(BankRsError):
    """A panel does not have the month that is to be scored."""


def columns_of_panel(panel: Lazy, place: str, columns: Sequence[str] = COLUMNS) -> Lazy:
    """Columns of a panel, those that scoring reads when not given.

    Raises
    ------
    PanelError
        If one is missing or of another type.
    """
    due = nw.from_native(PANEL_SCHEMA.to_frame().lazy()).collect_schema()
    found = panel.collect_schema()
    for name in columns:
        if name not in found or found[name] not in (due[name], widened(due[name])):
            raise PanelError(
                f"{place} is not a typed panel, as its column {name} tells: make one with "
                "'bank-rs ingest'."
            )
    return panel.select(columns)


def month_to_score(days: Sequence[date], month: date | None) -> date:
    """Of the snapshot dates of a panel, that of a month; the newest when none is named.

    Raises
    ------
    PanelError
        If the panel has no records.
    MonthToScoreError
        If it has none of that month.
    """
    if not days:
        raise PanelError("the panel has no records: make one with 'bank-rs ingest'.")
    named = {f"{day:%Y-%m}": day for day in days}
    wanted = f"{month or days[-1]:%Y-%m}"
    if wanted not in named:
        raise MonthToScoreError(
            f"the panel has no {wanted}: name a month from {min(named)} to {max(named)}."
        )
    return named[wanted]


def records(panel: Lazy, days: Sequence[date], day: date, buckets: int) -> Lazy:
    """The records of a day with the months before, each client's in one of the buckets.

    Parameters
    ----------
    panel
        ``COLUMNS`` of one.
    days
        All its snapshot dates.
    day, buckets
        Which records, and in how many parts.

    Returns
    -------
    LazyFrame
        ``COLUMNS``, ``HISTORY`` and ``bucket``; what `checked` looks at besides.
    """
    clients = of_clients(panel, BUCKET, buckets)
    return join_months(clients, near(days, day), [day], keys=(BUCKET, "id"))


def clients_of(panel: Lazy, day: date) -> tuple[int, int]:
    """How many clients have a record on a day, and how many of them lack some product."""
    lacks = (nw.col("owned") != OWNED).cast(nw.Int64)
    of_day = panel.filter(nw.col("fetch_date") == day)
    counts = of_day.select(nw.len().alias("all"), lacks.sum().alias("some")).collect("polars")
    found = counts.to_native().row(0)
    return int(found[0]), int(found[1] or 0)


def checked(rows: pl.DataFrame, columns: Sequence[str] = (*COLUMNS, *HISTORY)) -> pl.DataFrame:
    """Rows that `join_months` made with the panel's own types, whichever engine joined them.

    Parameters
    ----------
    rows
        As they came.
    columns
        What to keep; what the features take when not given.

    Raises
    ------
    PanelError
        If they break the contract of a panel.
    """
    typed = rows.with_columns(pl.col(name).cast(_DTYPES[name]) for name in columns)
    joined = check_joined(typed)
    tests = [test for test in panel_checks() if test[1] in columns]
    broken = joined.select(first_broken(tests)).drop_nulls().head(1)
    for column, rule in broken.rows():
        raise PanelError(
            f"the panel's column {column} must {rule}, and in some rows is not: make the panel "
            "with 'bank-rs ingest'."
        )
    return joined.select(columns)
