"""Several processes that answer at one address, from without."""

import logging
import multiprocessing
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Final, Self

from bank_rs.service.metering.board import Board
from bank_rs.service.process.server import FINISH_SECONDS, ServerError
from bank_rs.service.process.worker import STARTUP_FAILURE, Place, Plan, work

_POLL_SECONDS: Final = 0.1
_SPARE_SECONDS: Final = 5
"""For the end of a worker's lifespan, on top of what its requests may take."""

_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)
_END: Final = b"end"

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Child:
    process: SpawnProcess
    orders: Connection

    @classmethod
    def start(cls, plan: Plan, place: Place) -> Self:
        # spawned and not forked: the libraries of the model have threads, which a fork loses
        context = multiprocessing.get_context("spawn")
        heard, orders = context.Pipe(duplex=False)
        process = context.Process(target=work, args=(plan, heard, place), name="worker")
        process.start()
        heard.close()
        return cls(process, orders)

    def end(self) -> None:
        with suppress(BrokenPipeError):
            self.orders.send_bytes(_END)


class Workers:
    """Keeps a number of workers alive until a signal comes.

    Parameters
    ----------
    count
        Workers.
    plan
        What each serves.
    board
        Where they count; None where nothing is counted.
    """

    def __init__(self, count: int, plan: Plan, board: Board | None = None) -> None:
        self._count = count
        self._plan = plan
        self._board = board
        self._children: list[_Child] = []
        self._signals = 0

    def run(self) -> None:
        """Run until the first signal and all that is under way then; a second one ends faster.

        Raises
        ------
        ServerError
            If a worker cannot start.
        """
        with self._counting_signals():
            self._children = [self._start(place) for place in range(self._count)]
            try:
                while not self._signals:
                    self._replace_ended()
            finally:
                self._end()

    def _start(self, place: int) -> _Child:
        return _Child.start(self._plan, Place(self._board, place))

    def _replace_ended(self) -> None:
        wait([child.process.sentinel for child in self._children], _POLL_SECONDS)
        for place, child in enumerate(self._children):
            code = child.process.exitcode
            if code is None or self._signals:
                continue
            if code == STARTUP_FAILURE:
                raise ServerError("the service cannot start: the lines above say why.")
            pid = child.process.pid
            logger.error("worker %s ended with %s; another takes its place", pid, code)
            self._children[place] = self._start(place)

    def _end(self) -> None:
        told = 0
        deadline = time.monotonic() + self._plan.drain_seconds + FINISH_SECONDS + _SPARE_SECONDS
        while running := [child for child in self._children if child.process.exitcode is None]:
            while told < max(1, self._signals):
                told += 1
                for child in running:
                    child.end()
            if time.monotonic() > deadline:
                for child in running:
                    child.process.kill()
            wait([child.process.sentinel for child in running], _POLL_SECONDS)

    @contextmanager
    def _counting_signals(self) -> Iterator[None]:
        def count(*_: object) -> None:
            self._signals += 1

        before = {number: signal.signal(number, count) for number in _SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
