"""One background thread that carries the readings to Graphite."""

import logging
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

import graphyte

from bank_rs.service.metering.metrics import Readings

CONNECT_SECONDS = 1.0
PUSHES_KEPT = 360
"""Pushes kept while Graphite is away, an hour of them at the default interval."""

logger = logging.getLogger(__name__)


class Pusher:
    """Takes readings once an interval and sends them, oldest first.

    Graphite keeps one value per metric and slot, the last it hears, so every push has a slot of its
    own, also the one at shutdown. What cannot be sent waits with its own timestamp; beyond an
    hour the oldest are let go.

    Parameters
    ----------
    sender
        graphyte's sender in synchronous mode, raising on errors.
    read
        Takes the readings of the interval that ends.
    interval
        Seconds, the finest retention of Graphite.
    clock
        Seconds since the epoch.
    """

    def __init__(
        self,
        sender: graphyte.Sender,
        read: Callable[[], Readings],
        interval: int,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._sender = sender
        self._read = read
        self._interval = interval
        self._clock = clock
        self._last_slot = 0
        self._waiting: deque[bytes] = deque(maxlen=PUSHES_KEPT)
        self._stopping = Event()
        self._unreachable = False

    @contextmanager
    def running(self) -> Iterator[None]:
        """Push for the time of the block, and once more at its end."""
        thread = Thread(target=self._loop, name="metrics", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._stopping.set()
            thread.join()

    def push(self) -> None:
        """Take the readings and send all that waits."""
        slot = max(self._slot_now(), self._last_slot + self._interval)
        self._last_slot = slot
        readings = self._read().items()
        self._waiting.append(
            b"".join(self._sender.build_message(name, value, slot) for name, value in readings)
        )
        self._send()

    def _loop(self) -> None:
        while not self._stopping.wait(self._seconds_left()):
            self.push()
        self.push()

    def _seconds_left(self) -> float:
        # a wait may end a moment early; without the slot taken last, slots would run ahead for good
        return max(self._slot_now(), self._last_slot) + self._interval - self._clock()

    def _slot_now(self) -> int:
        now = int(self._clock())
        return now - now % self._interval

    def _send(self) -> None:
        try:
            while self._waiting:
                self._sender.send_socket(self._waiting[0])
                self._waiting.popleft()
        except OSError as error:
            if not self._unreachable:
                logger.warning("Graphite is not reachable (%s); its points wait here", error)
            self._unreachable = True
        else:
            if self._unreachable:
                logger.warning("Graphite is reachable again; its points are delivered")
            self._unreachable = False


def graphite_sender(host: str, port: int, prefix: str) -> graphyte.Sender:
    """A sender that connects for each push and raises what goes wrong."""
    return graphyte.Sender(
        host, port=port, prefix=prefix, timeout=CONNECT_SECONDS, raise_send_errors=True
    )
