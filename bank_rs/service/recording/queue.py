"""Answers on their way to the prediction log."""

import time
from collections import deque
from collections.abc import Callable
from typing import Final, NamedTuple

from bank_rs.service.answering.scored import Answered

MOST_ROWS: Final = 10_000
"""Clients that may wait, as many as the largest batch has."""

SLICE_ROWS: Final = 128
"""Clients that are taken at once, about a third of a millisecond of work."""


class Noted(NamedTuple):
    """Answers and when they were given, seconds since 1970."""

    time: float
    answered: Answered


class Queue:
    """Filled on the event loop and emptied by one thread; neither waits for the other.

    Parameters
    ----------
    most_rows
        Clients beyond that are let go, and counted.
    clock
        Seconds since 1970.
    """

    def __init__(self, most_rows: int = MOST_ROWS, clock: Callable[[], float] = time.time) -> None:
        self._most_rows = most_rows
        self._clock = clock
        self._waiting: deque[Noted] = deque()
        # each count is written by one side only, so none needs a lock
        self._put = self._refused = 0
        self._taken = self._reported = 0

    @property
    def rows(self) -> int:
        """Clients that wait."""
        return self._put - self._taken

    def put(self, answered: Answered) -> None:
        """Take answers in, if there is room."""
        rows = len(answered.asked)
        if self._put - self._taken + rows > self._most_rows:
            self._refused += rows
        else:
            self._waiting.append(Noted(self._clock(), answered))
            # last, so that what is counted can be taken
            self._put += rows

    def take(self, rows: int = SLICE_ROWS) -> list[Noted]:
        """The oldest of what waits: of one model, and no more than it takes to have some rows."""
        found: list[Noted] = []
        while self._waiting and rows > 0:
            if found and self._waiting[0].answered.model is not found[0].answered.model:
                break
            found.append(self._waiting.popleft())
            rows -= len(found[-1].answered.asked)
        self._taken += rows_of(found)
        return found

    def take_refused(self) -> int:
        """Clients that found no room since this was asked last."""
        refused = self._refused
        found, self._reported = refused - self._reported, refused
        return found


def rows_of(noted: list[Noted]) -> int:
    """How many clients were answered."""
    return sum(len(some.answered.asked) for some in noted)
