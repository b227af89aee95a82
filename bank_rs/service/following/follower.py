"""One background thread that follows an alias to the version that is to serve."""

import logging
import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random
from threading import Event, Thread
from typing import Final

from bank_rs.errors import BankRsError
from bank_rs.registry.alias import AliasedVersion
from bank_rs.registry.alias_reader import ANSWER_SECONDS, AliasReader
from bank_rs.registry.fetch import FetchError
from bank_rs.registry.release import ReleaseRefusedError
from bank_rs.registry.source import ModelSource
from bank_rs.service.following.refusal import Refusal
from bank_rs.service.following.served import ServedModel
from bank_rs.service.metering.meter import Meter
from bank_rs.settings import Settings

JITTER: Final = 0.2
"""Part of the interval by which a look comes sooner or later, so that workers spread out."""

LONGEST_PAUSE: Final = 300.0
"""Seconds between two attempts to download a version, at most; they start a process each."""

logger = logging.getLogger(__name__)


class Follower:
    """Looks at an alias now and then, and swaps models once the new one passed every check.

    What goes wrong is said once and changes nothing: the model in service goes on. A version that
    is refused is not looked at again until the alias has moved; a download is tried again, after
    ever longer pauses. An alias that is gone is trouble, unless ``drop`` is there: then the model
    goes as soon as the alias is gone, or points elsewhere.

    Parameters
    ----------
    settings
        Which alias of which registry, and how often to look.
    current
        The model in service, None where there is none yet.
    swap
        Puts another one into service; called from the thread.
    metrics
        Counts swaps and refusals.
    drop
        Takes the model out of service when the alias no longer names it; called from the thread.
    counted
        First part of the names of the events that are counted.
    """

    def __init__(
        self,
        settings: Settings,
        current: Callable[[], ServedModel | None],
        swap: Callable[[ServedModel], None],
        metrics: Meter,
        drop: Callable[[], None] | None = None,
        counted: str = "model",
    ) -> None:
        self._settings, self._alias = settings, settings.model_alias
        self._current = current
        self._swap = swap
        self._metrics = metrics
        self._drop = drop
        self._counted = counted
        self._source = ModelSource.from_settings(settings)
        self._stopping = Event()
        self._random = Random()  # noqa: S311 - no secret
        self._refused: Refusal | None = None
        self._trouble = ""

    @contextmanager
    def running(self) -> Iterator[None]:
        """Follow for the time of the block."""
        thread = Thread(target=self._loop, name="follower", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self.stop()
            thread.join(ANSWER_SECONDS)

    def stop(self) -> None:
        """Follow no more; what is under way is given up."""
        self._stopping.set()

    def _loop(self) -> None:
        with AliasReader.from_settings(self._settings) as reader:
            while not self._stopping.is_set():
                try:
                    self._look(reader)
                except Exception:
                    logger.exception("following %s failed", self._alias)
                spread = self._random.uniform(1 - JITTER, 1 + JITTER)
                self._stopping.wait(self._settings.poll_seconds * spread)

    def _look(self, reader: AliasReader) -> None:
        try:
            version = reader.read()
        except BankRsError as error:
            self._say(str(error))
            return
        if version:
            self._say("")
            self._follow(version, reader)
        elif self._drop:
            self._say("")
            self._refused = None
            self._take_away()
        else:
            self._say(f"the registry has no {self._alias}")

    def _follow(self, version: AliasedVersion, reader: AliasReader) -> None:
        model = self._current()
        if model and model.is_version(version):
            self._refused = None
        elif model and model.sha256 == version.sha256:
            self._take_over(model.known_as(version), version)
        elif self._refused is None or self._refused.may_be_tried(version):
            self._try(version, reader)

    def _try(self, version: AliasedVersion, reader: AliasReader) -> None:
        self._take_away()
        try:
            release = self._source.fetched(version, self._stopping)
        except FetchError as error:
            if not self._stopping.is_set():
                self._refuse(version, error, self._next_pause(version))
        except ReleaseRefusedError as error:
            self._refuse(version, error, math.inf)
        else:
            if self._is_named_still(version, reader):
                self._take_over(ServedModel.of(release, self._alias, version), version)
                self._metrics.count_event(f"{self._counted}.swaps")

    def _is_named_still(self, version: AliasedVersion, reader: AliasReader) -> bool:
        """Whether the alias names a version when it was downloaded at last, as far as is known."""
        try:
            return reader.read() == version
        except BankRsError:
            return True

    def _take_over(self, model: ServedModel, version: AliasedVersion) -> None:
        before = self._current()
        self._swap(model)
        self._refused = None
        self._source.remember(version)
        place = f"serves in place of {before.version}" if before else f"is the {self._alias}"
        logger.info("version %s %s", version.version, place)

    def _take_away(self) -> None:
        """Take the model out of service, where that may be empty."""
        model = self._current()
        if self._drop and model:
            self._drop()
            self._metrics.count_event(f"{self._counted}.swaps")
            logger.info("version %s is the %s no more", model.version, self._alias)

    def _next_pause(self, version: AliasedVersion) -> float:
        if self._refused is None or self._refused.version != version:
            return self._settings.poll_seconds
        return min(2 * self._refused.pause, LONGEST_PAUSE)

    def _refuse(self, version: AliasedVersion, error: BankRsError, pause: float) -> None:
        known = self._refused
        self._refused = Refusal(version, str(error), pause, time.monotonic() + pause)
        if known is None or (known.version, known.reason) != (version, str(error)):
            self._metrics.count_event(f"{self._counted}.refused")
            model = self._current()
            serves = f"{model.version} goes on" if model else f"there is no {self._alias}"
            logger.error("version %s is refused, %s: %s", version.version, serves, error)

    def _say(self, trouble: str) -> None:
        """Log a trouble when it begins or changes, and its end."""
        if trouble and trouble != self._trouble:
            logger.warning("%s", trouble)
        if self._trouble and not trouble:
            logger.info("the registry names a %s again", self._alias)
        self._trouble = trouble
