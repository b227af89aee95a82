"""What is answered goes to the prediction log, by a thread beside the requests."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from threading import Event, Thread
from typing import Final, Self

from bank_rs.predictions.client_key import ClientKey, ClientKeyError
from bank_rs.predictions.journals import Journals
from bank_rs.predictions.room import check_room
from bank_rs.predictions.sealer import Sealer
from bank_rs.predictions.trouble import Trouble
from bank_rs.service.answering.scored import Answered
from bank_rs.service.metering.meter import Meter
from bank_rs.service.recording.queue import Noted, Queue, rows_of
from bank_rs.service.recording.row_maker import RowMaker
from bank_rs.settings import Settings

FLUSH_SECONDS: Final = 0.2
"""Time for which answers wait to be written."""

PAUSE: Final = 10.0
"""Seconds after which a disk that refused is tried again."""

_YIELD_SECONDS: Final = 0.001
"""Between two slices: the event loop needs the interpreter, too."""

_END_SECONDS: Final = 4.0

logger = logging.getLogger(__name__)


class PredictionLog:
    """Keeps answers in journals, of which a `Sealer` makes Parquet.

    Nothing that happens to it reaches a request. A disk that is full or refuses stops the log,
    which says so once, counts what it does not take, and tries again.

    Parameters
    ----------
    folder
        Of the log.
    key
        Finds the key that clients are hashed with.
    metrics
        Counts answers that were taken and those that were not.
    share
        Part of the clients whose answers are kept.
    seconds
        Age at which a journal becomes Parquet.
    days
        For which that is kept.
    """

    def __init__(
        self,
        folder: Path,
        key: Callable[[], ClientKey],
        metrics: Meter,
        *,
        share: float = 1.0,
        seconds: float = 300.0,
        days: int = 90,
    ) -> None:
        self._folder, self._metrics, self._share = folder, metrics, share
        # what it raises is not kept, so it is asked until there is one
        self._key = cache(key)
        self._queue = Queue()
        self._journals = Journals(folder, seconds)
        self._sealer = Sealer(folder, days)
        self._makers: dict[int, RowMaker] = {}
        self._trouble = Trouble("the prediction log goes on")
        self._again = 0.0
        self._stopping = Event()

    @classmethod
    def from_settings(cls, settings: Settings, metrics: Meter) -> Self:
        """The log that is configured; where its key lies is looked at later, and again.

        Raises
        ------
        ClientKeyError
            If the key is set wrongly.
        """
        key = partial(ClientKey.from_settings, settings)
        if settings.client_key is not None:
            key()
        return cls(
            settings.predictions_dir,
            key,
            metrics,
            share=settings.log_share,
            seconds=settings.log_seconds,
            days=settings.log_days,
        )

    def note(self, answered: Answered) -> None:
        """Take answers along; a `Listener`."""
        self._queue.put(answered)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Write for the time of the block, and what is noted by its end."""
        thread = Thread(target=self._loop, name="prediction log", daemon=True)
        with self._sealer.running():
            thread.start()
            try:
                yield
            finally:
                self._stopping.set()
                thread.join(_END_SECONDS)

    def _loop(self) -> None:
        ending = False
        while not ending:
            ending = self._stopping.is_set()
            try:
                self._write_waiting()
            except Exception:
                logger.exception("writing the prediction log failed")
            if not ending:
                self._stopping.wait(FLUSH_SECONDS)
        self._journals.close()

    def _write_waiting(self) -> None:
        ready = self._try(self._prepare)
        used: dict[int, RowMaker] = {}
        # what comes meanwhile waits for the next turn, else slices would be as small as it is
        left = self._queue.rows
        while left > 0:
            noted = self._queue.take()
            left -= rows_of(noted)
            ready = ready and self._try(partial(self._write, noted, used))
            if not ready:
                self._metrics.count_event("predictions.dropped", rows_of(noted))
            time.sleep(_YIELD_SECONDS)
        if refused := self._queue.take_refused():
            self._metrics.count_event("predictions.dropped", refused)
        # else a model that answers no more would stay in memory
        self._makers = used or self._makers
        if self._journals.close_done(time.time(), [maker.origin for maker in used.values()]):
            self._sealer.look()

    def _prepare(self) -> None:
        self._key()
        self._journals.prepare()
        check_room(self._folder)

    def _write(self, noted: list[Noted], used: dict[int, RowMaker]) -> None:
        model = noted[0].answered.model
        maker = self._makers.get(id(model)) or RowMaker(model, self._key(), self._share)
        self._makers[id(model)] = used[id(model)] = maker
        rows = maker.rows(noted)
        if len(rows):
            self._journals.append(maker.origin, rows, time.time())
        self._metrics.count_event("predictions.logged", len(rows))
        self._trouble.end()

    def _try(self, step: Callable[[], None]) -> bool:
        """Whether a step was done; one that failed is not tried again for a while."""
        if time.monotonic() < self._again:
            return False
        try:
            step()
        except ClientKeyError as error:
            self._trouble.say(f"the prediction log stops: {error}")
        except OSError as error:
            self._trouble.say(
                f"the prediction log stops: {self._folder} cannot be written to "
                f"({error.strerror}): free some space, or let the service write there."
            )
        except Exception:
            logger.exception("the prediction log stops")
        else:
            return True
        self._again = time.monotonic() + PAUSE
        self._journals.close()
        return False
