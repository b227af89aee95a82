"""The prediction log as a frame."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl

from bank_rs.errors import BankRsError
from bank_rs.predictions.days import day_folder, day_folders
from bank_rs.predictions.frame import frame_of
from bank_rs.predictions.journal import JournalError, read_journal
from bank_rs.predictions.sealing import by_day, journals


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
    wanted = [path for day, path in day_folders(folder).items() if first <= day <= last]
    return [file for path in wanted for file in sorted(path.glob("*.parquet"))]


def scan_predictions(
    folder: Path, since: datetime | None = None, until: datetime | None = None
) -> pl.LazyFrame:
    """What was answered, up to a second ago.

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
        model without them. Rows that are not yet in a Parquet file are read here and now.

    Raises
    ------
    NoPredictionsError
        If there are none.
    """
    # read before the files are listed: what is sealed in between is in a file by then
    unsealed = _unsealed(folder)
    files = prediction_files(folder, since, until)
    sealed = {(file.parent, file.stem) for file in files}
    frames = [pl.scan_parquet(file, glob=False, hive_partitioning=False) for file in files]
    frames += [frame.lazy() for place, frame in unsealed.items() if place not in sealed]
    if not frames:
        raise NoPredictionsError(
            f"{folder} holds no predictions of this time: the service writes them there with "
            "BANK_RS_LOG_SHARE above 0, within BANK_RS_STATE_DIR or BANK_RS_LOG_DIR."
        )
    rows = pl.concat(frames, how="diagonal")
    time = pl.col("time")
    low = since or datetime.min.replace(tzinfo=UTC) + timedelta(days=1)
    high = until or datetime.max.replace(tzinfo=UTC) - timedelta(days=1)
    return rows.filter(time >= low, time < high)


def _unsealed(folder: Path) -> dict[tuple[Path, str], pl.DataFrame]:
    """Rows of journals by the folder and the name of the file they will be sealed in."""
    found = {}
    for path in journals(folder):
        try:
            with path.open("rb") as file:
                content = read_journal(file)
        except (FileNotFoundError, JournalError):  # sealed by now; or set aside at the next look
            continue
        if content is not None:
            origin, rows = content
            for day, part in by_day(rows):
                found[day_folder(folder, day), path.stem] = frame_of(origin, part)
    return found
