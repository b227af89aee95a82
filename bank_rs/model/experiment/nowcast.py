"""The price of not knowing next month's profile: the same rows with it."""

from datetime import date
from pathlib import Path
from typing import Final

import narwhals.stable.v2 as nw
import polars as pl

from bank_rs.data.fields import PROFILE
from bank_rs.data.history import HISTORY_MONTHS
from bank_rs.data.status import status
from bank_rs.model.experiment.origin import Origin
from bank_rs.model.experiment.store import Store
from bank_rs.model.sample import Sample

KEPT: Final = ("fetch_date", "id")
"""Columns that stay those of the record's own month."""

_TAKEN: Final = tuple(field.name for field in PROFILE if field.name not in KEPT)


def nowcast(rows: pl.DataFrame, later: pl.DataFrame) -> pl.DataFrame:
    """Put the profile of the next month in the place of that of the record's own.

    That is what the competition allowed: products up to one month, profile of the next, whose
    activity and relation say much of what was added. No service has it in time.

    Parameters
    ----------
    rows
        As `with_history` returns them, of one month and with a next one.
    later
        Records of the next month, with the columns of the profile.

    Returns
    -------
    pl.DataFrame
        The same rows, columns and order. Statuses move on by a month with the profile, so that the
        nearest is that of the record's own month; products stay, and months without a record.
    """
    columns = rows.columns
    return (
        nw.from_native(rows)
        .with_columns(status().alias("status_0"))
        .to_native()
        .with_columns(_moved(k) for k in range(1, HISTORY_MONTHS + 1))
        .drop("status_0", *_TAKEN)
        .join(later.select("id", *_TAKEN), on="id", how="left", maintain_order="left")
        .select(columns)
    )


def _moved(month: int) -> pl.Expr:
    later, own = pl.col(f"status_{month - 1}"), pl.col(f"status_{month}")
    known = pl.col(f"owned_{month}").is_not_null()
    return pl.when(known).then(pl.coalesce(later, own)).alias(f"status_{month}")


def write_nowcast(store: Store, panel: Path, folder: Path, origin: Origin) -> Store:
    """Write what one origin needs, with the profiles of the next months.

    Parameters
    ----------
    store
        The months as they are.
    panel
        The typed panel they come from; one month of it is in memory at a time.
    folder
        To write to; it must exist.
    origin
        Which months are judged and set on.

    Returns
    -------
    Store
        Of the new folder.
    """
    other = Store(folder, store.months)
    for day in store.before(origin.validation):
        sample, later = store.sample([day]), _month_after(panel, day)
        other.keep_sample(day, Sample(nowcast(sample.rows, later), sample.added, sample.weight))
    for day in (origin.validation, origin.judged):
        other.keep_month(day, nowcast(store.month(day).rows, _month_after(panel, day)))
    return other


def _month_after(panel: Path, day: date) -> pl.DataFrame:
    first = pl.lit(day).dt.month_start().dt.offset_by("1mo")
    within = pl.col("fetch_date").is_between(first, first.dt.month_end())
    # whether it is a panel was checked when the store was written
    return pl.scan_parquet(panel, glob=False).filter(within).select("id", *_TAKEN).collect()
