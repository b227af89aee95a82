"""By what a stored model is told from others: its version may differ from place to place."""

from hashlib import file_digest
from pathlib import Path

from bank_rs.model.champion import PIPELINE_FILE


def pipeline_sha256(folder: Path) -> str | None:
    """SHA-256 of a model folder's stored pipeline, as ``sha256sum`` prints it; None without one."""
    try:
        with (folder / PIPELINE_FILE).open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError:
        return None
