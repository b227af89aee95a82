"""One background thread that follows the alias to the version that is to serve."""

import logging
import math
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event, Thread
from typing import Final

from bank_rs.errors import BankRsError
from bank_rs.registry.alias import AliasedVersion
from bank_rs.registry.alias_reader import ANSWER_SECONDS, AliasReader
from bank_rs.registry.fetch import FetchError
from bank_rs.registry.release import ReleaseRefusedError
from bank_rs.registry.source import ModelSource
from bank_rs.service.following.served import ServedModel
from bank_rs.service.metering.meter import Meter
from bank_rs.settings import Settings

JITTER: Final = 0.2
"""Part of the interval by which a look comes sooner or later, so that workers spread out."""

LONGEST_PAUSE: Final = 300.0
"""Seconds between two attempts to download a version, at most; they start a process each."""

logger = logging.getLogger(__name__)


class Follower:
    """Looks at the alias now and then, and swaps models once the new one passed every check.

    What goes wrong is said once and changes nothing: the model in service goes on. A version that
    is refused is not looked at again until the alias has moved; a download is tried again, after
    ever longer pauses.

    Parameters
    ----------
    settings
        Which alias of which registry, and how often to look.
    current
        The model in service.
    swap
        Puts another one into service; called from the thread.
    metrics
        Counts swaps and refusals.
    """

    def __init__(
        self,
        settings: Settings,
        current: Callable[[], ServedModel],
        swap: Callable[[ServedModel], None],
        metrics: Meter,
    ) -> None:
        self._settings = settings
        self._current = current
        self._swap = swap
        self._metrics = metrics
        self._source = ModelSource.from_settings(settings)
        self._stopping = Event()
        self._refused: _Refusal | None = None
        self._trouble = ""

    @contextmanager
    def running(self) -> Iterator[None]:
        """Follow for the time of the block."""
        thread = Thread(target=self._loop, name="follower", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._stopping.set()
            thread.join(ANSWER_SECONDS)

    def _loop(self) -> None:
        with AliasReader.from_settings(self._settings) as reader:
            while not self._stopping.is_set():
                try:
                    self._look(reader)
                except Exception:
                    logger.exception("following %s failed", self._settings.model_alias)
                spread = random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311 - no secret
                self._stopping.wait(self._settings.poll_seconds * spread)

    def _look(self, reader: AliasReader) -> None:
        try:
            version = reader.read()
        except BankRsError as error:
            self._say(str(error))
            return
        if version is None:
            self._say(f"the registry has no {self._settings.model_alias}")
            return
        self._say("")
        self._follow(version)

    def _follow(self, version: AliasedVersion) -> None:
        model = self._current()
        if model.is_version(version):
            self._refused = None
        elif model.sha256 == version.sha256:
            self._take_over(model.known_as(version), version)
        elif self._refused is None or self._refused.may_be_tried(version):
            self._try(version)

    def _try(self, version: AliasedVersion) -> None:
        try:
            release = self._source.fetched(version, self._stopping)
        except FetchError as error:
            if not self._stopping.is_set():
                self._refuse(version, error, self._next_pause(version))
        except ReleaseRefusedError as error:
            self._refuse(version, error, math.inf)
        else:
            self._take_over(ServedModel.of(release, self._settings.model_alias, version), version)
            self._metrics.count_event("model.swaps")

    def _take_over(self, model: ServedModel, version: AliasedVersion) -> None:
        before = self._current().version
        self._swap(model)
        self._refused = None
        self._source.remember(version)
        logger.info("version %s serves in place of %s", version.version, before)

    def _next_pause(self, version: AliasedVersion) -> float:
        if self._refused is None or self._refused.version != version:
            return self._settings.poll_seconds
        return min(2 * self._refused.pause, LONGEST_PAUSE)

    def _refuse(self, version: AliasedVersion, error: BankRsError, pause: float) -> None:
        known = self._refused
        self._refused = _Refusal(version, str(error), pause, time.monotonic() + pause)
        if known is None or (known.version, known.reason) != (version, str(error)):
            self._metrics.count_event("model.refused")
            serves = self._current().version
            logger.error("version %s is refused, %s goes on: %s", version.version, serves, error)

    def _say(self, trouble: str) -> None:
        """Log a trouble when it begins or changes, and its end."""
        if trouble and trouble != self._trouble:
            logger.warning("%s", trouble)
        if self._trouble and not trouble:
            logger.info("the registry names a %s again", self._settings.model_alias)
        self._trouble = trouble


@dataclass(frozen=True, slots=True)
class _Refusal:
    """A version that may not serve, or not yet.

    Attributes
    ----------
    pause
        Seconds until it is tried again; infinite for one that is bad for good.
    due
        When that is, by the monotonic clock.
    """

    version: AliasedVersion
    reason: str
    pause: float
    due: float

    def may_be_tried(self, version: AliasedVersion) -> bool:
        """Whether the alias points elsewhere now, or the pause is over."""
        return version != self.version or time.monotonic() >= self.due
