"""The journals that one process writes to."""

from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from bank_rs.predictions.journal import FOLDER, Journal, Origin, Rows
from bank_rs.predictions.private import make_private

MOST_ROWS: Final = 20_000
"""Rows of a journal, and so of a Parquet file: 20 MB of memory to make one from the other."""


class Journals:
    """One for each model that answers, ended when it is full, old, of yesterday or not needed.

    Parameters
    ----------
    folder
        Of the log.
    seconds
        Age at which a journal ends.
    most_rows
        Rows at which it ends.
    """

    def __init__(self, folder: Path, seconds: float, most_rows: int = MOST_ROWS) -> None:
        self._folder = folder / FOLDER
        self._seconds = seconds
        self._most_rows = most_rows
        self._open: dict[Origin, Journal] = {}

    def prepare(self) -> None:
        """Make the folder if it is missing.

        Raises
        ------
        OSError
            If it cannot be made.
        """
        make_private(self._folder)

    def append(self, origin: Origin, rows: Rows, now: float) -> None:
        """Add rows to the journal of their model: all of them, or none.

        Parameters
        ----------
        origin
            The model.
        rows
            Its answers.
        now
            Seconds since 1970.

        Raises
        ------
        OSError
            If the disk is full or refuses.
        """
        journal = self._open.get(origin)
        if journal is None or not journal.is_there:
            self._close([origin])
            journal = self._open[origin] = Journal.create(self._folder, origin, now)
        journal.append(rows)

    def close_done(self, now: float, used: Collection[Origin] = ()) -> bool:
        """End what is full, old or of another day; whether there was any.

        Parameters
        ----------
        now
            Seconds since 1970.
        used
            Models that answered just now; if any did, the journals of the others end, too.
        """
        today = datetime.fromtimestamp(now, UTC).date()
        return self._close(
            [
                origin
                for origin, journal in self._open.items()
                if journal.rows >= self._most_rows
                or journal.day != today
                or now - journal.opened >= self._seconds
                or (used and origin not in used)
            ]
        )

    def close(self) -> None:
        """End all."""
        self._close(list(self._open))

    def _close(self, origins: Collection[Origin]) -> bool:
        done = [self._open.pop(origin) for origin in origins if origin in self._open]
        for journal in done:
            journal.close()
        return bool(done)
