"""Where the bank puts its months, and which of its files are new."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from bank_rs.data.whole_file import whole

SUFFIXES: Final = (".csv", ".zip", ".parquet")
SETTLED_SECONDS: Final = 10.0
"""A file that was written to more lately may still be on its way."""


class _File(BaseModel):
    model_config = ConfigDict(frozen=True)

    size: int
    modified: int


class _Seen(BaseModel):
    files: dict[str, _File] = {}


class Inbox:
    """A folder that files are put into, and what of it was seen.

    Parameters
    ----------
    folder
        Watched; only files right in it count.
    seen
        File that remembers what was taken; made when missing.
    settled
        Seconds for which a file must not have changed.
    clock
        Seconds since the epoch.
    """

    def __init__(
        self,
        folder: Path,
        seen: Path,
        settled: float = SETTLED_SECONDS,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.folder = folder
        self._seen = seen
        self._settled = settled
        self._clock = clock

    def arrived(self) -> list[Path]:
        """Files that are new or have changed since they were taken, by name."""
        known = self._read().files
        files = (path for path in self.folder.glob("*") if path.suffix in SUFFIXES)
        return sorted(
            path
            for path in files
            if path.is_file() and known.get(path.name) != _state(path) and self._is_settled(path)
        )

    def take(self, path: Path) -> None:
        """Remember a file as it is now, so that it arrives no more."""
        files = self._read().files | {path.name: _state(path)}
        with whole(self._seen) as partial:
            partial.write_text(_Seen(files=files).model_dump_json(indent=1), "utf-8")

    def _is_settled(self, path: Path) -> bool:
        return self._clock() - path.stat().st_mtime >= self._settled

    def _read(self) -> _Seen:
        try:
            return _Seen.model_validate_json(self._seen.read_bytes())
        except (OSError, ValidationError):
            # to take a file in again changes nothing
            return _Seen()


def _state(path: Path) -> _File:
    found = path.stat()
    return _File(size=found.st_size, modified=found.st_mtime_ns)
