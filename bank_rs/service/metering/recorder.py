"""Turns what was counted into pushes, one for each slot of Graphite."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Final

from bank_rs.service.metering.backlog import Backlog
from bank_rs.service.metering.board import Board
from bank_rs.service.metering.ledger import Ledger
from bank_rs.service.metering.readings import Readings, readings_of

Write = Callable[[str, float, int], bytes]
"""Makes a line of Graphite's protocol of a name, a value and a time."""

_RESIDENT: Final = "system.rss_mb"

logger = logging.getLogger(__name__)


class Recorder:
    """Adds a push to the backlog at each multiple of the interval, if this process leads.

    Graphite keeps one value per metric and slot, the last it hears, so no two pushes share a slot:
    what is counted after the last one joins it at the end.

    Parameters
    ----------
    board
        Whose counts are taken.
    write
        Makes lines.
    system
        Reads the machine; its ``system.rss_mb`` is added to the workers'.
    beat
        Called at each slot, whether this process leads or not.
    clock
        Seconds since the epoch.
    """

    def __init__(
        self,
        board: Board,
        write: Write,
        system: Callable[[], Readings],
        beat: Callable[[], None] = lambda: None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._board, self._ledger = board, Ledger(board)
        self.backlog = Backlog(board)
        self._write, self._system, self._beat, self._clock = write, system, beat, clock
        self._stopping, self.recorded = Event(), Event()

    @contextmanager
    def running(self) -> Iterator[None]:
        """Record for the time of the block, and what is left at its end."""
        self._board.lead()
        thread = Thread(target=self._loop, name="metrics", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._stopping.set()
            thread.join()
            if self._board.lead():
                self.record_rest()

    def record(self) -> None:
        """Add a push for the slot that has begun, unless it has one."""
        slot = self._slot_now()
        if slot > self.backlog.last_slot:
            self.backlog.make_room()
            self._push(slot, again=False)

    def record_rest(self) -> None:
        """Join what was counted since the last push with it; the slot has no other push to come.

        Where there was none, the push gets the slot that comes: the one that has begun may be the
        last of a service that ended just before this one started.
        """
        if self.backlog.last_slot:
            self._push(self.backlog.last_slot, again=True)
        else:
            self._push(self._slot_now() + self._board.interval, again=False)

    def _push(self, slot: int, again: bool) -> None:
        interval = self._ledger.take(again)
        readings, system = readings_of(interval), self._system()
        readings |= system | {_RESIDENT: readings[_RESIDENT] + system.get(_RESIDENT, 0.0)}
        lines = (self._write(name, value, slot) for name, value in readings.items())
        dropped = int(interval.since["dropped"][0])
        self.backlog.write(self.backlog.head - again, slot, lines, dropped)
        self._ledger.commit(interval.totals, again)
        self.recorded.set()

    def _loop(self) -> None:
        self._beat()
        while not self._stopping.wait(self._seconds_left()):
            try:
                self._beat()
                if self._board.lead():
                    self.record()
            except Exception:
                logger.exception("recording metrics failed")

    def _seconds_left(self) -> float:
        # a moment later than the slot, as waits may end a moment early
        return self._slot_now() + self._board.interval - self._clock() + 0.001

    def _slot_now(self) -> int:
        now = int(self._clock())
        return now - now % self._board.interval
