"""A history file that may be replaced while it is in use."""

import logging
from datetime import date
from pathlib import Path
from threading import Thread
from time import monotonic
from typing import Final

from bank_rs.data.history import Month
from bank_rs.data.history_store.store import HistoryFileError, HistoryStore

LOOK_SECONDS: Final = 1.0
"""Seconds between two looks at the file."""

logger = logging.getLogger(__name__)


class Histories:
    """The store under a path, read anew whenever another file takes its place.

    A file that cannot be read is told of once in the log, and the store before it goes on.

    Parameters
    ----------
    path
        What `write_history` wrote.
    look_seconds
        The file is looked at when it is asked, after so many seconds at the earliest.

    Attributes
    ----------
    store
        What is asked now.

    Raises
    ------
    HistoryFileError
        If the first file cannot be read.
    """

    def __init__(self, path: Path, look_seconds: float = LOOK_SECONDS) -> None:
        self._path = path
        self._look_seconds = look_seconds
        self._next_look = monotonic() + look_seconds
        self._seen = _identity(path)
        self._reader: Thread | None = None
        self.store = HistoryStore.open(path)

    def lookup(self, client: int, month: date) -> list[Month]:
        """As `HistoryStore.lookup`; a new file is read beside, by a thread of its own."""
        if monotonic() >= self._next_look:
            self.look()
        return self.store.lookup(client, month)

    def look(self) -> None:
        """Begin to read the file if it is another than the one read last."""
        self._next_look = monotonic() + self._look_seconds
        if self._reader is not None and self._reader.is_alive():
            return
        identity = _identity(self._path)
        if identity != self._seen:
            self._seen = identity
            self._reader = Thread(target=self._read, name="history", daemon=True)
            self._reader.start()

    def _read(self) -> None:
        try:
            store = HistoryStore.open(self._path)
        except HistoryFileError as error:
            logger.error("earlier months stay those up to %s: %s", self._last_month, error)  # noqa: TRY400 - the sentence says all
            return
        self.store = store
        logger.info("earlier months are now those up to %s", self._last_month)

    @property
    def _last_month(self) -> str:
        return f"{self.store.header.last_month:%Y-%m}"


def _identity(path: Path) -> tuple[int, ...] | None:
    """What changes when a file is replaced, written to, or opened to this program's user."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
