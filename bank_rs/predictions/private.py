"""Folders for their owner alone: what clients are told is nobody else's business."""

from pathlib import Path


def make_private(folder: Path) -> None:
    """Make a folder, and those above it, where they are missing.

    Raises
    ------
    OSError
        If it cannot be made.
    """
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    for path in reversed(missing):
        path.mkdir(0o700, exist_ok=True)
