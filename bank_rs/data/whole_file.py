"""Files that appear under their name only when they are whole."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bank_rs.errors import BankRsError


class OutputError(BankRsError):
    """A file cannot be written."""


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A file beside the path to write to, which takes its name if the block ends well.

    Where the block writes nothing, an older file of that name goes: it would tell of another run.

    Raises
    ------
    OutputError
        If the disk is full or the folder cannot be written to; nothing is left behind.
    """
    partial = path.with_name(f"{path.name}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            yield partial
            if partial.exists():
                partial.replace(path)
            else:
                path.unlink(missing_ok=True)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else "the disk refuses"
        raise OutputError(
            f"{path} cannot be written ({reason}): free some space or name another place."
        ) from error
