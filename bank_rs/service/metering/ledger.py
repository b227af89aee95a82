"""What is taken off a board for one push."""

import time
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bank_rs.service.metering.board import Board, Counts
from bank_rs.service.metering.layout import PEAKS

_MISSED_BEATS: Final = 3
"""A worker that is silent for so many intervals is not there any more."""


@dataclass(frozen=True, slots=True)
class Interval:
    """What happened between two pushes, and how things stand.

    Attributes
    ----------
    since
        Counts of the interval.
    totals
        Counts since the instance started.
    peaks : ndarray of shape (PEAKS,), float64
        The greatest of the interval.
    workers
        Number of those that are alive.
    resident
        Their memory, in MB.
    version
        Of the model of the first of them, 0 where not known.
    challenger
        Version that the first of them tries, 0 where there is none; None where none may be tried.
    quality : ndarray, float64
        Metrics of the model that answers by ``QUALITY``, NaN where not known.
    """

    since: Counts
    totals: Counts
    peaks: NDArray[np.float64]
    workers: int
    resident: float
    version: float
    challenger: float | None
    quality: NDArray[np.float64]


class Ledger:
    """Who leads keeps it: each count is taken once, whoever took those before.

    What is taken becomes definite with ``commit``, which one written number decides.

    Parameters
    ----------
    board
        Whose counts are taken.
    """

    def __init__(self, board: Board) -> None:
        self._board = board
        self._cells = board.cells

    @property
    def pushes(self) -> int:
        """Number of pushes that were committed."""
        return int(self._cells["head"][0])

    def take(self, again: bool = False) -> Interval:
        """The interval that ends now.

        Parameters
        ----------
        again
            Whether to join it with the last one that was committed.
        """
        epoch = int(self._cells["epoch"][0])
        self._cells["epoch"] = epoch + 1
        totals = self._board.totals()
        taken = self._cells["taken"][0, (self.pushes - again) & 1]
        since = {name: total - taken[name] for name, total in totals.items()}
        peaks = self._peaks([epoch, epoch - 1] if again else [epoch])
        alive = self._alive()
        first = alive[0] if len(alive) else self._cells["workers"][0, 0]
        return Interval(
            since,
            totals,
            peaks,
            workers=len(alive),
            resident=float(alive["resident"].sum()),
            version=float(first["version"][0]),
            challenger=float(first["challenger"][1]) if first["challenger"][0] else None,
            quality=first["quality"].copy(),
        )

    def commit(self, totals: Counts, again: bool = False) -> None:
        """Make it definite that these totals were taken."""
        head = self.pushes + (not again)
        taken = self._cells["taken"][0, head & 1]
        for name, total in totals.items():
            taken[name] = total
        self._cells["head"] = head

    def _peaks(self, epochs: list[int]) -> NDArray[np.float64]:
        workers = self._cells["workers"][0]
        found = np.zeros(PEAKS)
        for epoch in epochs:
            row = epoch & 1
            theirs = workers["peaks"][workers["epochs"][:, row] == epoch, row]
            found = np.maximum(found, theirs.max(axis=0, initial=0.0))
        return found

    def _alive(self) -> NDArray[Any]:
        workers = self._cells["workers"][0]
        silent = time.monotonic() - workers["beat"][:, 0]
        found: NDArray[Any] = workers[
            (silent < _MISSED_BEATS * self._board.interval) & (workers["beat"][:, 0] > 0)
        ]
        return found
