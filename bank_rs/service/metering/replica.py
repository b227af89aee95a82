"""Numbers that tell apart instances with the same settings and one state folder."""

import fcntl
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from io import FileIO
from pathlib import Path
from typing import Final, Self

from bank_rs.errors import BankRsError

MOST: Final = 256
"""Instances that one state folder tells apart."""


class ReplicaError(BankRsError):
    """An instance has no number, so its metrics would be taken for another's."""


class Replica:
    """A number that no other live instance holds.

    It goes with a locked file, which no program started from here inherits: the kernel gives the
    number back when the process ends, however it ends.

    Parameters
    ----------
    number
        From 1.
    file
        None where the instance has its number to itself anyway.
    """

    def __init__(self, number: int = 1, file: FileIO | None = None) -> None:
        self.number = number
        self._file = file

    @classmethod
    def hold(cls, folder: Path, name: Callable[[int], str], interval: int) -> Self:
        """Hold the lowest number that is free, until closed.

        Parameters
        ----------
        folder
            Of a file for each number; made when missing.
        name
            Of the file of a number.
        interval
            Seconds between two slots of Graphite.

        Raises
        ------
        ReplicaError
            If the folder cannot hold numbers, or too many are held.
        """
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for number in range(1, MOST + 1):
                if file := _locked(folder / name(number), interval):
                    return cls(number, file)
        except OSError as error:
            raise ReplicaError(
                f"the number of this instance cannot be kept in {folder} ({error.strerror}): let "
                "the service write there, or set BANK_RS_METRICS_INSTANCE without {replica}."
            ) from error
        raise ReplicaError(
            f"all {MOST} numbers of instances in {folder} are held: end some of those, or give "
            "this one another BANK_RS_STATE_DIR and BANK_RS_METRICS_INSTANCE."
        )

    def note(self, slot: int) -> None:
        """Say which slot of Graphite was the last one written under the number."""
        if self._file is not None:
            # on a full disk the next to hold the number starts as after a kill
            with suppress(OSError):
                self._file.truncate(0)
                self._file.write(b"%d" % slot)

    def close(self) -> None:
        """Give the number back."""
        if self._file is not None:
            self._file.close()


def _locked(path: Path, interval: int) -> FileIO | None:
    """The file, unless another holds it or has written the slot that comes."""
    with ExitStack() as closing:
        file = closing.enter_context(path.open("a+b", buffering=0))
        try:
            # of the open file and not of the process, which may run several instances
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return None
        file.seek(0)
        noted = file.read()
        # a machine that lost its power leaves anything in a file
        slot = int(noted) if noted.isdigit() else 0
        if 0 < slot - time.time() <= interval:
            return None
        closing.pop_all()
        return file
