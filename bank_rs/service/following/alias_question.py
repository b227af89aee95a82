"""One question to the registry for which nothing waits longer than it wants to."""

import logging
import time
from queue import Empty, SimpleQueue
from threading import Thread

from bank_rs.errors import BankRsError
from bank_rs.registry.alias import AliasedVersion
from bank_rs.registry.alias_reader import AliasReader
from bank_rs.settings import Settings

logger = logging.getLogger(__name__)


class AliasQuestion:
    """Which version is to serve, asked in a thread that starts at once."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._asked = time.monotonic()
        self._answers: SimpleQueue[AliasedVersion | BankRsError | None] = SimpleQueue()
        Thread(target=self._ask, name="alias", daemon=True).start()

    def answer(self, seconds: float) -> AliasedVersion | None:
        """The version, None where there is none; a log line says why.

        Parameters
        ----------
        seconds
            How long to wait, counted from the question.
        """
        left = self._asked + seconds - time.monotonic()
        try:
            answer = self._answers.get(timeout=max(left, 0))
        except Empty:
            logger.warning("MLflow does not answer within %s s", seconds)
            return None
        if isinstance(answer, BankRsError):
            logger.warning("the registry cannot be used: %s", answer)
            return None
        if answer is None:
            logger.warning("the registry has no %s", self._settings.model_alias)
        return answer

    def _ask(self) -> None:
        try:
            with AliasReader.from_settings(self._settings) as reader:
                self._answers.put(reader.read())
        except BankRsError as error:
            self._answers.put(error)
