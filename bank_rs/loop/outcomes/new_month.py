"""What clients hold in the month that the bank has delivered."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import polars as pl

from bank_rs.data.raw import sound_batches
from bank_rs.errors import BankRsError
from bank_rs.predictions.client_key import ClientKey

Progress = Callable[[int, float], None]


class MissingMonthError(BankRsError):
    """The bank's file does not hold the month."""


@dataclass(frozen=True, slots=True)
class NewMonth:
    """One month of the bank.

    Attributes
    ----------
    snapshot
        Date of its records, the latest where they differ.
    holdings
        ``client``, as `ClientKey` names it, and ``owned``, a UInt32 mask.
    """

    snapshot: date
    holdings: pl.DataFrame

    @property
    def month_before(self) -> date:
        """The first day of the month whose records were answered."""
        return (self.snapshot.replace(day=1) - timedelta(days=1)).replace(day=1)


def read_new_month(
    path: Path, key: ClientKey, month: date | None = None, on_progress: Progress | None = None
) -> NewMonth:
    """Read one month of the bank's file, a part at a time; only what is held is kept.

    Parameters
    ----------
    path
        CSV, zip or Parquet, as `bank_rs.data.raw.ingest` takes it, or a typed panel.
    key
        The one that named the clients of the prediction log.
    month
        Any day of the month; the newest in the file when not given.
    on_progress
        Called after each part with the rows read so far and the share of the file they are.

    Raises
    ------
    MissingMonthError
        If the file does not hold the month.
    RawFileError
        If it cannot be read.
    """
    parts, months, read = [], set[date](), 0
    for batch in sound_batches(path):
        rows = batch.panel.select("id", "fetch_date", "owned")
        first = rows["fetch_date"].dt.month_start()
        months |= set(first.unique())
        wanted = month.replace(day=1) if month else max(months)
        parts.append(rows.filter(first == wanted))
        read += batch.rows
        if on_progress:
            on_progress(read, batch.share)
    rows = pl.concat(parts).filter(pl.col("fetch_date").dt.month_start() == wanted)
    if rows.is_empty():
        held = f"{min(months):%Y-%m} to {max(months):%Y-%m}"
        raise MissingMonthError(
            f"{path} holds no records of {wanted:%Y-%m}, only of {held}: name one of its months."
        )
    holdings = rows.select(key.of_all(rows["id"]), "owned")
    return NewMonth(rows["fetch_date"].max(), holdings)  # type: ignore[arg-type]  # a date
