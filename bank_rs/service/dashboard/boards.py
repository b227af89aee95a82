"""The dashboards in a folder, read again when they change."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from bank_rs.service.dashboard.board import Board
from bank_rs.service.edge.problems import ProblemError

_NOT_FOUND: Final = 404
_FAILED: Final = 500
_CURE: Final = "set BANK_RS_DASHBOARDS_DIR to the folder grafana/dashboards of the repository"

Stamps = tuple[tuple[Path, int, int], ...]


@dataclass(frozen=True, slots=True)
class ReadBoards:
    """What a folder held when it was read.

    Attributes
    ----------
    stamps
        Path, time and size of each file.
    by_uid
        The dashboards.
    document
        Their files as one JSON array, in the order of the files' names.
    """

    stamps: Stamps
    by_uid: Mapping[str, Board]
    document: bytes


class Boards:
    """The dashboards in a folder.

    Parameters
    ----------
    folder
        With one JSON file for each dashboard.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._latest: ReadBoards | None = None

    def read(self) -> ReadBoards:
        """The dashboards as their files are now; it waits for the disk.

        Raises
        ------
        ProblemError
            404 if there are none, 500 if a file is no dashboard.
        """
        stamps = self._stamps()
        if not stamps:
            detail = f"No dashboards are where the service looks for them: {_CURE}."
            raise ProblemError(_NOT_FOUND, detail)
        if self._latest is None or self._latest.stamps != stamps:
            self._latest = _read(stamps)
        return self._latest

    def _stamps(self) -> Stamps:
        try:
            files = [(path, path.stat()) for path in sorted(self._folder.glob("*.json"))]
        except FileNotFoundError:  # taken away in between
            return ()
        return tuple((path, stat.st_mtime_ns, stat.st_size) for path, stat in files)


def _read(stamps: Stamps) -> ReadBoards:
    texts: list[bytes] = []
    boards: list[Board] = []
    for path, _, _ in stamps:
        try:
            texts.append(path.read_bytes())
            boards.append(Board.model_validate_json(texts[-1]))
        except (OSError, ValidationError) as error:
            raise ProblemError(
                _FAILED,
                f"{path.name} cannot be read as a Grafana dashboard: mend it or take it out of "
                "the folder that BANK_RS_DASHBOARDS_DIR names.",
            ) from error
    by_uid = {board.uid: board for board in boards}
    return ReadBoards(stamps, by_uid, b"[" + b",".join(texts) + b"]")
