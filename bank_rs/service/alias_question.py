"""One question to the registry for which nothing waits longer than it wants to."""

import logging
from queue import Empty, SimpleQueue
from threading import Thread

from bank_rs.errors import BankRsError
from bank_rs.model.alias import AliasedVersion
from bank_rs.model.alias_reader import AliasReader
from bank_rs.settings import Settings

logger = logging.getLogger(__name__)


class AliasQuestion:
    """Which version is to serve, asked in a thread that starts at once."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._answers: SimpleQueue[AliasedVersion | BankRsError | None] = SimpleQueue()
        Thread(target=self._ask, name="alias", daemon=True).start()

    def answer(self, seconds: float) -> AliasedVersion | None:
        """The version, None where there is none in time; a log line says why."""
        try:
            answer = self._answers.get(timeout=seconds)
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
