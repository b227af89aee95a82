"""The challenger answers a share of the clients as well, behind the requests and unseen."""

import logging
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random
from threading import Event, Thread
from typing import Final

from bank_rs.service.answering.scored import Answered
from bank_rs.service.following.served import ServedModel
from bank_rs.service.metering.meter import Meter
from bank_rs.service.trial.comparing import Answer, compare
from bank_rs.service.trial.lineup import Lineup

MOST_WAITING: Final = 4096
"""Clients that wait at most: a few seconds of a worker's answers, some ten megabytes."""

SLICE: Final = 64
"""Clients in one go: a millisecond or two of the interpreter, which the requests need as well."""

LAST_SECONDS: Final = 1.0
"""Time at the end for those who still wait."""

_TICK: Final = 0.1
"""Seconds in which clients come together: one by one they would cost several times as much."""

logger = logging.getLogger(__name__)


class Shadow:
    """Hears of answers, keeps references to some of them, and compares these on a thread.

    When more wait than have room, the newest are left out and counted.

    Parameters
    ----------
    share
        Part of the champion's answers, 0 to 1.
    lineup
        The models that answer now.
    metrics
        Counts what was compared.
    """

    def __init__(self, share: float, lineup: Callable[[], Lineup], metrics: Meter) -> None:
        self._share = share
        self._lineup = lineup
        self._metrics = metrics
        self._waiting: deque[Answer] = deque()
        self._stopping = Event()
        self._random = Random()  # noqa: S311 - no secret
        self._failed: ServedModel | None = None

    def hear(self, answered: Answered) -> None:
        """Keep a share of what a champion answered, where there is a challenger."""
        challenger = self._lineup().challenger
        if challenger is None or answered.model.sha256 == challenger.sha256:
            return
        clients = zip(answered.asked, answered.probabilities, answered.offered, strict=True)
        kept = [
            Answer(asked, answered.model, row, mask)
            for asked, row, mask in clients
            if self._random.random() < self._share
        ]
        room = MOST_WAITING - len(self._waiting)
        self._waiting.extend(kept[:room])
        if len(kept) > room:
            self._metrics.count_shadow_dropped(len(kept) - room)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Compare for the time of the block, and what still waits for a second after it."""
        thread = Thread(target=self._loop, name="shadow", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._stopping.set()
            thread.join()

    def _loop(self) -> None:
        while not self._stopping.wait(_TICK):
            while self._waiting and not self._stopping.is_set():
                self._compare_some()
                time.sleep(0)  # whoever answers goes first
        deadline = time.monotonic() + LAST_SECONDS
        while self._waiting and time.monotonic() < deadline:
            self._compare_some()
        self._metrics.count_shadow_dropped(len(self._waiting))

    def _compare_some(self) -> None:
        """Compare a slice of those who wait with the challenger there is now."""
        some = [self._waiting.popleft() for _ in range(min(SLICE, len(self._waiting)))]
        challenger = self._lineup().challenger
        if challenger is None:
            return
        # a champion may have become the challenger meanwhile
        some = [answer for answer in some if answer.model.sha256 != challenger.sha256]
        if not some:
            return
        try:
            self._metrics.count_shadow(compare(some, challenger.champion))
        except Exception:
            self._metrics.count_event("challenger.failed")
            if challenger is not self._failed:
                logger.exception("version %s failed as a shadow", challenger.version)
            self._failed = challenger
