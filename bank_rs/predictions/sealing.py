"""A journal becomes Parquet."""

import fcntl
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import BinaryIO, Final

import numpy as np
import polars as pl

from bank_rs.predictions.days import day_folder
from bank_rs.predictions.frame import frame_of
from bank_rs.predictions.journal import FOLDER, SUFFIX, JournalError, Rows, read_journal
from bank_rs.predictions.private import make_private

BROKEN: Final = ".broken"

_DAY_MICROSECONDS: Final = 86_400_000_000

logger = logging.getLogger(__name__)


def journals(folder: Path) -> list[Path]:
    """The journals of a log, the oldest first."""
    return sorted((folder / FOLDER).glob(f"*{SUFFIX}"))


def seal(path: Path, folder: Path) -> None:
    """Put the rows of a journal into Parquet files of their days and delete it.

    One that a process writes to, or that another seals, is left alone. The files are named after
    the journal: where this was cut short, the next to do it replaces them, so no row is there
    twice. A journal that cannot be read is set aside.

    Parameters
    ----------
    path
        Of the journal.
    folder
        Of the log.

    Raises
    ------
    OSError, PolarsError
        If the disk is full or refuses; the journal stays.
    """
    with _held(path) as file:
        if file is None:
            return
        try:
            content = read_journal(file)
        except JournalError as error:
            logger.error("set aside: %s", error)  # noqa: TRY400 - the sentence says all
            path.rename(path.with_suffix(BROKEN))
            return
        if content is not None:
            origin, rows = content
            for day, part in by_day(rows):
                target = day_folder(folder, day) / f"{path.stem}.parquet"
                _write(frame_of(origin, part), target)
        path.unlink()


def by_day(rows: Rows) -> Iterator[tuple[date, Rows]]:
    """The rows of each day in UTC."""
    days = rows["time"] // _DAY_MICROSECONDS
    found = np.unique(days)
    for day in found.tolist():
        # a mask copies, and nearly every journal is of one day
        part = rows if len(found) == 1 else rows[days == day]
        yield datetime.fromtimestamp(day * 86_400, UTC).date(), part


@contextmanager
def _held(path: Path) -> Iterator[BinaryIO | None]:
    """The file, locked; None where another process has it or is done with it."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        yield None
        return
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
            return
        yield file if os.fstat(file.fileno()).st_nlink else None


def _write(frame: pl.DataFrame, path: Path) -> None:
    make_private(path.parent)
    partial = path.with_suffix(".partial")
    try:
        partial.touch(0o600)
        with partial.open("wb") as file:
            frame.write_parquet(file, compression="zstd", compression_level=1, statistics=False)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
