"""What may fail now and succeed in a minute."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from bank_rs.errors import BankRsError

Result = TypeVar("Result")

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Attempted(Generic[Result]):
    """How it ended.

    Attributes
    ----------
    result
        What was returned; None where every attempt failed.
    error
        Of the last attempt; None where it succeeded.
    attempts
        How many there were.
    """

    result: Result | None
    error: BankRsError | None
    attempts: int


class Attempts:
    """Tries again after ever longer pauses.

    Parameters
    ----------
    most
        Attempts.
    pause
        Seconds after the first; each further one is twice as long.
    """

    def __init__(self, most: int = 3, pause: float = 60.0) -> None:
        self._most = most
        self._pause = pause

    def make(self, action: Callable[[], Result]) -> Attempted[Result]:
        """Do it until it succeeds; an error that is none of ours is raised at once."""
        for attempt in range(1, self._most + 1):
            try:
                return Attempted(action(), None, attempt)
            except BankRsError as error:
                failed: Attempted[Result] = Attempted(None, error, attempt)
                logger.warning("attempt %d of %d failed: %s", attempt, self._most, error)
            if attempt < self._most:
                time.sleep(self._pause * 2 ** (attempt - 1))
        return failed
