"""A file of keys that is followed while it changes."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Final

from bank_rs.service.edge.key_ring import Digests, KeysError, digests_of

LOOK_SECONDS: Final = 1.0

logger = logging.getLogger(__name__)


class KeyFile:
    """Digests of the keys in a file, read again when the file changes.

    A file that is gone, unreadable or without usable keys after a change leaves the keys it had,
    and a warning says so once.

    Parameters
    ----------
    path
        One key a line; what follows ``#``, and lines without a key, do not count.

    Raises
    ------
    KeysError
        If the file cannot be read or its keys cannot be used.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._state = self._look()
        self._usable = True
        self.digests: Digests = self._read()

    @contextmanager
    def followed(self) -> Iterator[None]:
        """Look at the file once a second for the time of the block, in a thread of its own."""
        ended = Event()
        thread = Thread(target=self._follow, args=(ended,), name="keys", daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join(LOOK_SECONDS)

    def look_again(self) -> None:
        """Read the file if it is not what it was."""
        state = self._look()
        if state == self._state:
            return
        self._state = state
        try:
            self.digests = self._read()
        except KeysError as error:
            if self._usable:
                logger.warning("%s The keys it had before stay valid.", error)
            self._usable = False
        else:
            logger.info("%s has changed: %d keys are valid", self._path, len(self.digests))
            self._usable = True

    def _follow(self, ended: Event) -> None:
        while not ended.wait(LOOK_SECONDS):
            self.look_again()

    def _look(self) -> tuple[int, int, int] | None:
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino

    def _read(self) -> Digests:
        try:
            text = self._path.read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            raise KeysError(
                f"{self._path} cannot be read as a file of keys: write one key a line."
            ) from None
        lines = (line.partition("#")[0].strip() for line in text.splitlines())
        return digests_of(filter(None, lines), str(self._path))
