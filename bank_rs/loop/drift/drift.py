"""What a comparison found, kept in the state folder."""

from datetime import datetime
from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from bank_rs.data.whole_file import whole
from bank_rs.loop.drift.reading import Reading

KEPT: Final = 48
"""Comparisons kept: two days of them at one an hour."""

_NAME: Final = "%Y%m%dT%H%M%S%fZ"


class WindowDrift(BaseModel):
    """How one stretch of time differs from the reference of the model that answered most.

    Attributes
    ----------
    window
        Which one.
    since, until
        From when on and before when.
    version, sha256
        The model; None where none answered.
    rows
        Clients read, each once.
    readings
        What was compared; empty where there were too few of them to judge.
    """

    model_config = ConfigDict(frozen=True)

    window: Literal["day", "week"]
    since: datetime
    until: datetime
    version: str | None = None
    sha256: str | None = None
    rows: int = 0
    readings: tuple[Reading, ...] = ()

    @property
    def judged(self) -> bool:
        """Whether there was enough to compare."""
        return bool(self.readings)

    @property
    def alarms(self) -> tuple[Reading, ...]:
        """The readings that are alarms, the farthest first."""
        return tuple(reading for reading in self.ranked if reading.alarm)

    @property
    def ranked(self) -> list[Reading]:
        """All readings, the farthest from the reference first."""
        return sorted(self.readings, key=lambda reading: -reading.of_limit)


class Drift(BaseModel):
    """One comparison.

    Attributes
    ----------
    time
        Up to when the log was read.
    windows
        The day and the week before it.
    """

    model_config = ConfigDict(frozen=True)

    time: datetime
    windows: tuple[WindowDrift, ...]

    @property
    def alarms(self) -> dict[str, tuple[Reading, ...]]:
        """Alarms by window."""
        return {window.window: window.alarms for window in self.windows}

    def keep(self, folder: Path) -> None:
        """Write it down and delete the oldest of too many.

        Parameters
        ----------
        folder
            As `drift_dir` names it.
        """
        folder.mkdir(parents=True, exist_ok=True)
        with whole(folder / f"{self.time:{_NAME}}.json") as new:
            new.write_text(self.model_dump_json(), encoding="utf-8")
        for old in _files(folder)[:-KEPT]:
            old.unlink(missing_ok=True)


def drift_dir(state_dir: Path) -> Path:
    """Folder of the comparisons in a state folder."""
    return state_dir / "drift"


def latest_drift(folder: Path) -> Drift | None:
    """The last comparison that was kept in a folder; None where there is none that can be read."""
    for file in reversed(_files(folder)):
        try:
            return Drift.model_validate_json(file.read_bytes())
        except (OSError, ValidationError):
            continue
    return None


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.json"))
