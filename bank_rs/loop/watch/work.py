"""What the loop can do, and what it hears of it."""

from pathlib import Path
from typing import NamedTuple, Protocol


class Retrained(NamedTuple):
    """A version that was trained and judged.

    Attributes
    ----------
    version
        In the registry.
    passed
        Whether the gate let it pass.
    serves
        Whether it was promoted.
    verdict
        One sentence.
    """

    version: str
    passed: bool
    serves: bool
    verdict: str


class Work(Protocol):
    """The steps of the loop; each says in a sentence what came of it."""

    def write_history(self, panel: Path) -> str | None:
        """Give the service the newest months to look up; None where it is not asked for."""

    def judge(self, month: str, records: Path) -> str:
        """Join a month that came in with what was predicted for it."""

    def alarms(self) -> list[str]:
        """Compare what is asked now with what was learnt from; what stands out."""

    def retrain(self, panel: Path) -> Retrained:
        """Train a challenger and let it meet the champion."""
