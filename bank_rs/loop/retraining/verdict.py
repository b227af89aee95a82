"""What the gate decided, for people and for programs."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from pydantic import BaseModel, ConfigDict, Field, computed_field

from bank_rs.loop.retraining.bounds import Bounds
from bank_rs.loop.retraining.check import Check


class Verdict(BaseModel):
    """The gate's decision about one version.

    Attributes
    ----------
    model, version
        The challenger: name and version in the registry.
    champion
        Version it was set beside; None for the copy in ``models/``, or for none at all.
    champion_sha256
        Of that model's stored pipeline; None without a champion.
    data
        What the challenger learnt from, in words.
    months
        How many months it learnt from once registered.
    month
        Snapshot date of the judged records; what is judged was added by the next month.
    clients, buyers
        Clients judged on, and those among them who added something.
    seen
        Whether the champion has learnt from the judged month, which flatters it.
    checks
        The table.
    bounds
        What the gate asked for.
    at
        When it decided.
    """

    model_config = ConfigDict(frozen=True)

    model: str
    version: str
    champion: str | None
    champion_sha256: str | None
    data: str
    months: int
    month: date
    clients: int
    buyers: int
    seen: bool
    checks: tuple[Check, ...]
    bounds: Bounds
    at: datetime = Field(default_factory=lambda: datetime.now(UTC).replace(microsecond=0))

    @computed_field  # type: ignore[prop-decorator]
    @property
    def passed(self) -> bool:
        """Whether every rule holds."""
        return all(check.passed for check in self.checks)

    @property
    def rival(self) -> str:
        """What the challenger was set beside, in a few words."""
        if self.champion is not None:
            return f"version {self.champion}"
        return "popularity alone" if self.champion_sha256 is None else "the copy in models/"

    @property
    def headline(self) -> str:
        """The decision in a sentence."""
        lost = [check.name for check in self.checks if not check.passed]
        said = f"failed the gate: {', '.join(lost)}" if lost else "passed the gate"
        return f"Version {self.version} of {self.model} {said}."

    @property
    def notes(self) -> Sequence[str]:
        """What a reader should know of how it came about."""
        notes = []
        if self.seen:
            notes.append(
                "The champion has learnt from the judged month, which flatters it; the rules "
                "are applied all the same."
            )
        if self.champion is None and self.champion_sha256 is None:
            notes.append("There is no champion, so popularity is all there is to compare with.")
        return notes
