"""The prediction log as a frame."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl

from bank_rs.errors import BankRsError
from bank_rs.predictions.columns import DAY


class NoPredictionsError(BankRsError):
    """There is no prediction log, or nothing in it."""


def prediction_files(
    folder: Path, since: datetime | None = None, until: datetime | None = None
) -> list[Path]:
    """The log's Parquet files, the oldest first.

    Parameters
    ----------
    folder
        Of the log.
    since, until
        Only those of days that reach into this time.
    """
    first = since.astimezone(UTC).date() if since else date.min
    last = until.astimezone(UTC).date() if until else date.max
    days = {path: date.fromisoformat(path.name[len(DAY) + 1 :]) for path in folder.glob(f"{DAY}=*")}
    wanted = sorted(path for path, day in days.items() if first <= day <= last)
    return [file for path in wanted for file in sorted(path.glob("*.parquet"))]


def scan_predictions(
    folder: Path, since: datetime | None = None, until: datetime | None = None
) -> pl.LazyFrame:
    """What was answered.

    Parameters
    ----------
    folder
        Of the log.
    since, until
        From this time on, and before this time.

    Returns
    -------
    pl.LazyFrame
        Columns of ``FACTS`` and ``PROBABILITIES`` and the features, which are null in rows of a
        model without them.

    Raises
    ------
    NoPredictionsError
        If there are no files.
    """
    files = prediction_files(folder, since, until)
    if not files:
        raise NoPredictionsError(
            f"{folder} holds no predictions of this time: the service writes them there with "
            "BANK_RS_LOG_SHARE above 0, within BANK_RS_STATE_DIR or BANK_RS_LOG_DIR."
        )
    frames = [pl.scan_parquet(file, glob=False, hive_partitioning=False) for file in files]
    rows = pl.concat(frames, how="diagonal")
    time = pl.col("time")
    low = since or datetime.min.replace(tzinfo=UTC) + timedelta(days=1)
    high = until or datetime.max.replace(tzinfo=UTC) - timedelta(days=1)
    return rows.filter(time >= low, time < high)
