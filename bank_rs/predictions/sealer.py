"""The thread that makes Parquet of journals and deletes what is old."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Event, Thread
from typing import Final

import polars as pl

from bank_rs.predictions.days import forget
from bank_rs.predictions.sealing import journals, seal
from bank_rs.predictions.trouble import Trouble

PAUSE: Final = 10.0
"""Seconds between two looks at what nobody told of, such as journals of a killed process."""

_END_SECONDS: Final = 4.0
"""For what is left at the end; a journal that has to wait is sealed at the next start."""

logger = logging.getLogger(__name__)


class Sealer:
    """Seals every journal that no process holds, whoever wrote it.

    Parameters
    ----------
    folder
        Of the log.
    days
        For which it is kept.
    clock
        Seconds since 1970.
    """

    def __init__(self, folder: Path, days: int, clock: Callable[[], float] = time.time) -> None:
        self._folder = folder
        self._kept = timedelta(days)
        self._clock = clock
        self._wake, self._stopping = Event(), Event()
        self._trouble = Trouble("what was answered is sealed again")

    @contextmanager
    def running(self) -> Iterator[None]:
        """Seal for the time of the block, and what there is at its end."""
        thread = Thread(target=self._loop, name="sealer", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._stopping.set()
            self._wake.set()
            thread.join(_END_SECONDS)

    def look(self) -> None:
        """There is a journal to seal; returns at once."""
        self._wake.set()

    def seal_all(self) -> None:
        """Delete what is old, and seal what nobody holds.

        What fails is tried again the next time.
        """
        today = datetime.fromtimestamp(self._clock(), UTC).date()
        # what is old goes first, as it may be what fills the disk
        steps = [partial(forget, self._folder, today - self._kept)]
        steps += [partial(seal, path, self._folder) for path in journals(self._folder)]
        failures = [error for step in steps if (error := _failure(step))]
        if failures:
            self._trouble.say(f"journals in {self._folder} wait to be sealed: {failures[0]}")
        else:
            self._trouble.end()

    def _loop(self) -> None:
        ending = False
        while not ending:
            self._wake.clear()
            ending = self._stopping.is_set()
            try:
                self.seal_all()
            except Exception:
                logger.exception("sealing failed")
            if not ending:
                self._wake.wait(PAUSE)


def _failure(step: Callable[[], None]) -> Exception | None:
    try:
        step()
    except (OSError, pl.exceptions.PolarsError) as error:
        return error
    return None
