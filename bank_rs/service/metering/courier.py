"""Brings pushes to Graphite, whenever it is there."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Final

from bank_rs.service.metering.backlog import Backlog

MOST_AT_ONCE: Final = 32
"""Pushes in one message, once Graphite has taken smaller ones."""

SECONDS_BETWEEN_LINES: Final = 60.0
"""Least time between two lines in the log about Graphite."""

logger = logging.getLogger(__name__)


class Courier:
    """Delivers what waits, the oldest first, from a thread of its own.

    A Graphite that comes back is given one push first and then more at a time.

    Parameters
    ----------
    backlog
        What waits.
    send
        Sends lines; raises OSError where Graphite did not read them.
    clock
        Seconds that only grow.
    """

    def __init__(
        self,
        backlog: Backlog,
        send: Callable[[bytes], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._backlog, self._send, self._clock = backlog, send, clock
        self._at_once = 1
        self._stopping = False
        self._away = self._told_away = False
        self._told = -SECONDS_BETWEEN_LINES

    @contextmanager
    def running(self, recorded: Event) -> Iterator[None]:
        """Deliver for the time of the block whenever something was recorded."""
        thread = Thread(target=self._loop, args=(recorded,), name="graphite", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._stopping = True
            recorded.set()
            thread.join()

    def deliver(self) -> None:
        """Send until nothing waits or Graphite takes no more."""
        while self._backlog.waiting:
            upto, lines = self._backlog.oldest(self._at_once)
            try:
                self._send(lines)
            except OSError as error:
                self._at_once, self._away = 1, True
                self._say(f"Graphite takes no metrics ({error}); they wait here for an hour")
                return
            self._backlog.delivered(upto)
            self._at_once = min(2 * self._at_once, MOST_AT_ONCE)
        self._away = False
        self._say("Graphite takes metrics again; those that waited are delivered")

    def _loop(self, recorded: Event) -> None:
        while recorded.wait() and not self._stopping:
            recorded.clear()
            try:
                self.deliver()
            except Exception:
                logger.exception("delivering metrics failed")

    def _say(self, sentence: str) -> None:
        """Log that Graphite went or came back, if the log has not heard of it and may now."""
        due = self._told + SECONDS_BETWEEN_LINES
        if self._away != self._told_away and self._clock() >= due:
            self._told, self._told_away = self._clock(), self._away
            logger.warning("%s", sentence)
