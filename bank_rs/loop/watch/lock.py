"""One loop for a state folder."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from bank_rs.errors import BankRsError

FILE: Final = "watch.lock"


class WatchedAlreadyError(BankRsError):
    """Another process watches over the same state folder."""


@contextmanager
def watch_lock(folder: Path) -> Iterator[None]:
    """Be the only one for the time of the block; the kernel lets go when the process ends.

    Raises
    ------
    WatchedAlreadyError
        If another process is.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / FILE).open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise WatchedAlreadyError(
                f"another 'bank-rs watch' works in {folder}: let it, or end it first."
            ) from None
        yield
