"""Files that answers are appended to until they are sealed as Parquet."""

import fcntl
import json
import os
import secrets
from contextlib import ExitStack, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, BinaryIO, Final, Self

import numpy as np
from numpy.typing import NDArray

from bank_rs.errors import BankRsError
from bank_rs.predictions.row import row_type

FOLDER: Final = "journals"
SUFFIX: Final = ".journal"
FORMAT: Final = 1

_NEW: Final = os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_WRONLY

Rows = NDArray[np.void]
"""Of the type of `row_type`."""


class JournalError(BankRsError):
    """The first line of a journal does not say what its rows are."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The model that a journal's rows are answers of.

    Attributes
    ----------
    version, sha256
        As ``GET /model`` names them.
    features
        Names of its features.
    """

    version: str
    sha256: str
    features: tuple[str, ...]


class Journal:
    """One process appends to it, and holds its lock until it is closed or the process ends.

    A line of JSON says what the rows are; they follow as they are in memory. What was appended is
    the kernel's, so a process that is killed takes none of it along.

    Parameters
    ----------
    path
        Of the file.
    descriptor
        Open for appending, and locked.
    opened
        When it was made, seconds since 1970.
    """

    def __init__(self, path: Path, descriptor: int, opened: float) -> None:
        self.path = path
        self.opened = opened
        self.rows = 0
        self._descriptor = descriptor
        self._size = 0

    @classmethod
    def create(cls, folder: Path, origin: Origin, now: float) -> Self:
        """A new journal in a folder, for its owner alone.

        Raises
        ------
        OSError
            If the folder cannot be written to; nothing is left behind.
        """
        line = json.dumps({"format": FORMAT, **asdict(origin)}).encode() + b"\n"
        while True:
            stamp = f"{datetime.fromtimestamp(now, UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(6)}"
            path = folder / f"{stamp}{SUFFIX}"
            with ExitStack() as failing:
                descriptor = os.open(
                    path, os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_WRONLY, 0o600
                )
                failing.callback(os.close, descriptor)
                failing.callback(path.unlink, missing_ok=True)
                fcntl.flock(descriptor, fcntl.LOCK_EX)
                journal = cls(path, descriptor, now)
                # until it was locked another process may have taken it for a dead one's
                if journal.is_there:
                    journal._write(line)
                    failing.pop_all()
                    return journal

    @property
    def day(self) -> date:
        """When it was made, in UTC."""
        return datetime.fromtimestamp(self.opened, UTC).date()

    @property
    def is_there(self) -> bool:
        """Whether the file still has a name."""
        return os.fstat(self._descriptor).st_nlink > 0

    def append(self, rows: Rows) -> None:
        """Add rows: all of them, or none.

        Raises
        ------
        OSError
            If the disk is full or refuses.
        """
        self._write(rows.tobytes())
        self.rows += len(rows)

    def close(self) -> None:
        """End it and give its lock back."""
        # a disk that refuses now has said so to whoever appended
        with suppress(OSError):
            os.close(self._descriptor)

    def _write(self, content: bytes) -> None:
        left = memoryview(content)
        try:
            while left:
                left = left[os.write(self._descriptor, left) :]
        except OSError:
            with suppress(OSError):
                os.ftruncate(self._descriptor, self._size)
            raise
        self._size += len(content)


def read_journal(file: BinaryIO) -> tuple[Origin, Rows] | None:
    """The model and the whole rows of a journal, which others may still append to.

    Returns
    -------
    tuple of Origin and ndarray, or None
        None where not even the first line is whole.

    Raises
    ------
    JournalError
        If the first line is none of a journal.
    """
    line = file.readline()
    if not line.endswith(b"\n"):
        return None
    origin = _origin(line, str(file.name))
    return origin, np.fromfile(file, row_type(len(origin.features)))


def _origin(line: bytes, name: str) -> Origin:
    try:
        said: dict[str, Any] = json.loads(line)
        if said.pop("format") == FORMAT:
            return Origin(said["version"], said["sha256"], tuple(said["features"]))
    except (ValueError, KeyError, TypeError, AttributeError):
        pass
    raise JournalError(f"{name} is no journal of this version: read it with the one that wrote it.")
