"""Earlier months of clients, looked up in a file that is mapped into memory."""

import hashlib
import mmap
from bisect import bisect_left
from datetime import date
from pathlib import Path
from struct import Struct
from typing import Self

from bank_rs.data.history import Month, month_number
from bank_rs.data.history_store.header import CLIENT, HEADER_BYTES, Header
from bank_rs.data.history_store.window import MONTHS, months_before
from bank_rs.data.month_word import OWNED, STATUS
from bank_rs.errors import BankRsError

_WINDOW = Struct(f"<{MONTHS}I")


class HistoryFileError(BankRsError):
    """A file of earlier months cannot be read, is none, or is not whole."""


class HistoryStore:
    """What is known of each client in thirteen months.

    Parameters
    ----------
    header
        What the file says of itself.
    arrays
        The bytes behind the header: they are not copied, so processes that map one file share its
        memory.

    Attributes
    ----------
    header
        As given.
    clients
        Ids, int64, rising: a view that gives Python's integers, and so takes any to compare with.
    """

    __slots__ = ("_last", "_windows", "clients", "header")

    def __init__(self, header: Header, arrays: memoryview) -> None:
        end = header.clients * CLIENT.itemsize
        self.header = header
        self.clients = arrays[:end].cast("q")
        self._windows = arrays[end:]
        self._last = month_number(header.last_month)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Map a file that `write_history` wrote, once its check sum is seen to be right.

        Raises
        ------
        HistoryFileError
            If the file cannot be read, is none such, or is not as it was written.
        """
        try:
            with path.open("rb") as file:
                content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            return cls._checked(memoryview(content))
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is none, or is damaged"
            raise HistoryFileError(
                f"{path} cannot be read as a history file ({reason}): write it with 'bank-rs "
                f"history --data PANEL --out {path}' and let the service's user read it."
            ) from error

    @classmethod
    def _checked(cls, content: memoryview) -> Self:
        header = Header.model_validate_json(bytes(content[:HEADER_BYTES]))
        if len(content) != header.file_bytes:
            raise ValueError("the file is not as long as it should be")
        arrays = content[HEADER_BYTES:]
        # This also brings all of it into memory: no look-up waits for the disk afterwards.
        if hashlib.sha256(arrays).hexdigest() != header.sha256:
            raise ValueError("the check sum is another")
        return cls(header, arrays)

    def lookup(self, client: int, month: date) -> list[Month]:
        """What is known of a client before a month.

        Parameters
        ----------
        client
            Id of the client.
        month
            Any day of the record's month.

        Returns
        -------
        list
            Ownership mask and status of each month before, the nearest first, None where there is
            no record. It ends with the earliest that is known of 12, and is empty where none is.
        """
        ids = self.clients
        place = bisect_left(ids, client)
        if place == len(ids) or ids[place] != client:
            return []
        window = _WINDOW.unpack_from(self._windows, place * _WINDOW.size)
        words = months_before(window, month_number(month) - self._last)
        months = [(word & OWNED, word >> STATUS) if word else None for word in words]
        while months and not months[-1]:
            months.pop()
        return months
