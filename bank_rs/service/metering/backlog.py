"""Pushes that wait for Graphite, each with its own time."""

from collections.abc import Iterable
from threading import Lock
from typing import Final

import numpy as np

from bank_rs.service.metering.board import Board
from bank_rs.service.metering.layout import RECORD_BYTES

REPEATED: Final = 1
"""Delivered pushes that go along with the next: a Graphite that ends forgets its last second."""


class Backlog:
    """A ring of pushes on a board, so that they survive the process that made them.

    One thread adds and another delivers. Beyond an hour of pushes the oldest make room, and their
    points are counted as dropped.

    Parameters
    ----------
    board
        Where the ring is; this process leads it.
    """

    def __init__(self, board: Board) -> None:
        self._cells = board.cells
        self._records = board.cells["backlog"][0]
        self._lock = Lock()

    @property
    def head(self) -> int:
        """Number of the next push."""
        return int(self._cells["head"][0])

    @property
    def waiting(self) -> int:
        """Pushes not yet delivered."""
        return self.head - int(self._cells["tail"][0])

    @property
    def last_slot(self) -> int:
        """Time of the newest push in seconds since the epoch, 0 before the first."""
        return int(self._records["slot"][(self.head - 1) % len(self._records)]) if self.head else 0

    def make_room(self) -> None:
        """Let go of the oldest push if there is no room for another."""
        with self._lock:
            if self.waiting == len(self._records):
                tail = int(self._cells["tail"][0])
                oldest = self._records[tail % len(self._records)]
                # what it would have reported is yet to be
                self._drop(int(oldest["points"] + oldest["dropped"]))
                self._cells["tail"] = tail + 1

    def write(self, number: int, slot: int, lines: Iterable[bytes], dropped: int = 0) -> None:
        """Write a push; it waits from when the head is beyond its number.

        Parameters
        ----------
        number
            The head, or the one before it to write the last push anew.
        slot
            Its time in seconds since the epoch.
        lines
            Of Graphite's protocol; what has no room is dropped.
        dropped
            Points that it reports as dropped.
        """
        lines = list(lines)
        written = b"".join(lines)
        while len(written) > RECORD_BYTES:
            self._drop(1)
            written = written[: -len(lines.pop())]
        with self._lock:
            record = self._records[number % len(self._records)]
            record["slot"], record["points"], record["dropped"] = slot, len(lines), dropped
            record["size"] = len(written)
            record["lines"][: len(written)] = np.frombuffer(written, np.uint8)
            self._cells["tail"] = min(int(self._cells["tail"][0]), number)

    def oldest(self, most: int) -> tuple[int, bytes]:
        """Pushes to deliver next, the oldest first.

        Parameters
        ----------
        most
            Pushes at once.

        Returns
        -------
        upto
            Number behind the last of them.
        lines
            Theirs, and those of the ``REPEATED`` pushes before.
        """
        with self._lock:
            tail, room = int(self._cells["tail"][0]), len(self._records)
            upto = min(tail + most, self.head)
            first = max(tail - REPEATED, self.head - room, 0)
            records = (self._records[number % room] for number in range(first, upto))
            return upto, b"".join(r["lines"][: r["size"]].tobytes() for r in records)

    def delivered(self, upto: int) -> None:
        """Keep no more of the pushes before a number."""
        with self._lock:
            self._cells["tail"] = max(int(self._cells["tail"][0]), upto)

    def _drop(self, points: int) -> None:
        self._cells["pusher"]["dropped"] += points
