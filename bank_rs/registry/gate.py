"""What the gate said of a version, and what it takes to pass over it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Self

from pydantic import BaseModel, ConfigDict

from bank_rs.errors import BankRsError
from bank_rs.settings import Settings

GATE_TAG: Final = "gate"
"""Tag of a version that was retrained: ``passed`` or ``failed``."""

VERDICT_TAG: Final = "verdict"
"""Tag of such a version: the whole verdict as JSON."""

PASSED: Final = "passed"
FAILED: Final = "failed"

_LONGEST_REASON: Final = 1000


class GateError(BankRsError):
    """A version that failed the gate may not serve, or the gate is passed over without a reason."""


class ForcedPromotion(BaseModel):
    """A line of the journal: a version that serves although it failed the gate."""

    model_config = ConfigDict(frozen=True)

    model: str
    version: str
    alias: str
    reason: str
    at: datetime

    @property
    def tags(self) -> dict[str, str]:
        """The same as tags of the version."""
        return {
            "forced": self.alias,
            "forced_reason": self.reason,
            "forced_at": self.at.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class Force:
    """The wish to promote a version whatever the gate said.

    Attributes
    ----------
    reason
        In words, for those who ask later.
    journal
        File that gets a line for each forced promotion.
    """

    reason: str
    journal: Path

    @classmethod
    def of(cls, settings: Settings, *, force: bool, reason: str | None) -> Self | None:
        """What ``--force --reason`` say; None where neither is given.

        Raises
        ------
        GateError
            If one is given without the other, or the reason is empty or too long.
        """
        if not force and reason is None:
            return None
        words = " ".join((reason or "").split())
        if not force or not 0 < len(words) <= _LONGEST_REASON:
            raise GateError(
                "passing over the gate takes both --force and --reason with up to "
                f"{_LONGEST_REASON} signs: say why the version may serve, or leave out both."
            )
        return cls(words, settings.retraining_dir / "forced.jsonl")

    def record(self, model: str, version: str, alias: str) -> ForcedPromotion:
        """Write the journal's line.

        Raises
        ------
        GateError
            If it cannot be written.
        """
        line = ForcedPromotion(
            model=model, version=version, alias=alias, reason=self.reason, at=_now()
        )
        try:
            self.journal.parent.mkdir(parents=True, exist_ok=True)
            with self.journal.open("a", encoding="utf-8") as journal:
                journal.write(f"{line.model_dump_json()}\n")
        except OSError as error:
            raise GateError(
                f"{self.journal}, where forced promotions are recorded, cannot be written "
                f"({error.strerror}): free it, or set BANK_RS_STATE_DIR."
            ) from error
        return line


def failed(tags: Mapping[str, str]) -> bool:
    """Whether tags are of a version that failed the gate."""
    return tags.get(GATE_TAG) == FAILED


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
