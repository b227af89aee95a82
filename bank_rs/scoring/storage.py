"""Where recommendations are written, as far as a run of scoring has to know it."""

from pathlib import Path
from typing import Protocol

from bank_rs.data.whole_file import OutputError, whole


class Storage(Protocol):
    """Small files and names of one folder, on this machine or beyond."""

    @property
    def address(self) -> str:
        """Where it is, as an engine writes to it and reads from it."""

    def names(self) -> list[str]:
        """What is in the folder; nothing where there is none."""

    def read(self, name: str) -> str:
        """Text of a file."""

    def write(self, name: str, text: str) -> None:
        """Write a file, as a whole; raises `OutputError`."""

    def remove(self, name: str) -> None:
        """Remove a file."""


class Disk:
    """A folder of this machine.

    Parameters
    ----------
    folder
        It need not exist.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def address(self) -> str:
        """The path."""
        return str(self.folder)

    def names(self) -> list[str]:
        """What is in the folder; nothing where there is none.

        Raises
        ------
        OutputError
            If it is no folder, or cannot be read.
        """
        try:
            return [each.name for each in self.folder.iterdir()]
        except FileNotFoundError:
            return []
        except OSError as error:
            raise OutputError(
                f"{self.folder} cannot be read ({error.strerror}): name another folder."
            ) from error

    def read(self, name: str) -> str:
        """Text of a file."""
        return (self.folder / name).read_text("utf-8")

    def write(self, name: str, text: str) -> None:
        """Write a file, as a whole; raises `OutputError`."""
        with whole(self.folder / name) as partial:
            partial.write_text(text, "utf-8")

    def remove(self, name: str) -> None:
        """Remove a file."""
        (self.folder / name).unlink()
