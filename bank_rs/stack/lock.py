import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bank_rs.errors import BankRsError


class AlreadyRunningError(BankRsError):
    """Another stack holds the state folder."""


@contextmanager
def stack_lock(folder: Path, address: str) -> Iterator[None]:
    """Hold the state folder for one stack; the kernel lets go when the process ends.

    Parameters
    ----------
    folder
        The stack's state folder; made when missing.
    address
        Where this stack is, for the message of a second one.

    Raises
    ------
    AlreadyRunningError
        If another process holds the folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "stack.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            where = file.read() or "an address not yet known"
            raise AlreadyRunningError(
                f"bank-rs already runs at {where}: use it there, or stop it with Ctrl-C first."
            ) from None
        file.truncate(0)
        file.write(f"{address} (process {os.getpid()})")
        file.flush()
        yield
