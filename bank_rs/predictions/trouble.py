"""What keeps the prediction log from being written."""

import logging

logger = logging.getLogger(__name__)


class Trouble:
    """Said once when it begins or changes, and once when it is over.

    Parameters
    ----------
    end
        What is said then.
    """

    def __init__(self, end: str) -> None:
        self._end = end
        self._said = ""

    def say(self, sentence: str) -> None:
        """Tell of it."""
        if sentence != self._said:
            logger.warning("%s", sentence)
        self._said = sentence

    def end(self) -> None:
        """Tell that it is over, if it was there."""
        if self._said:
            logger.info("%s", self._end)
        self._said = ""
