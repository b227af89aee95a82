"""What the loop did and why, for whoever asks later."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

FILE: Final = "decisions.jsonl"


class Step(StrEnum):
    """What the loop does."""

    TAKE_IN = "take in"
    HISTORY = "history"
    OUTCOMES = "outcomes"
    DRIFT = "drift"
    RETRAIN = "retrain"
    PROMOTE = "promote"


class Decision(BaseModel):
    """One thing that was done, or was not.

    Attributes
    ----------
    time
        When it was decided.
    about
        A file, a month or a version.
    result
        ``done``; ``left`` where there was a reason not to do it; ``failed`` where it could not be
        done.
    reason
        One sentence.
    attempts
        How often it was tried.
    data
        Of a training, what tells the months it learnt from.
    """

    model_config = ConfigDict(frozen=True)

    time: datetime = Field(default_factory=lambda: datetime.now(UTC).replace(microsecond=0))
    step: Step
    about: str
    result: Literal["done", "left", "failed"]
    reason: str
    attempts: int = 1
    data: str | None = None


class Decisions:
    """A file of decisions, one a line, that only ever grows.

    Parameters
    ----------
    folder
        Of the file; made when missing.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE

    def add(self, decision: Decision) -> None:
        """Write a decision; it is on the disk when this returns."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(f"{decision.model_dump_json()}\n")
            file.flush()
            os.fsync(file.fileno())

    def __iter__(self) -> Iterator[Decision]:
        """The decisions in their order; a line that a power cut left half is passed over."""
        if not self.path.exists():
            return
        for line in self.path.read_text("utf-8").splitlines():
            try:
                yield Decision.model_validate_json(line)
            except ValidationError:
                continue
