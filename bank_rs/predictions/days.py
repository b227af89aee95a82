"""The folders of the prediction log, one for each day."""

import shutil
from datetime import date
from pathlib import Path

from bank_rs.predictions.columns import DAY


def day_folder(folder: Path, day: date) -> Path:
    """Where the rows of a day lie."""
    return folder / f"{DAY}={day}"


def day_folders(folder: Path) -> dict[date, Path]:
    """The folders that are there by their days, the oldest first."""
    found = sorted(folder.glob(f"{DAY}=*"))
    return {date.fromisoformat(path.name[len(DAY) + 1 :]): path for path in found}


def forget(folder: Path, before: date) -> None:
    """Delete what was answered before a day.

    Raises
    ------
    OSError
        If it cannot be deleted.
    """
    for day, path in day_folders(folder).items():
        if day < before:
            shutil.rmtree(path)
