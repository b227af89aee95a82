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

    A link is followed. Where the block writes nothing, an older file of that name goes: it would
    tell of another run.

    Raises
    ------
    OutputError
        If the path is there and no file, the disk is full or the folder cannot be written to;
        nothing is left behind.
    """
    target = Path(os.path.realpath(path))  # Path.resolve raises at a link to itself
    # Two runs that write to one path must not share the file they write to.
    partial = target.with_name(f"{target.name}.{os.getpid()}.partial")
    try:
        if target.exists() and not target.is_file():  # a device would be replaced
            raise OutputError(f"{path} is a folder or a device: name a file to write.")
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            yield partial
            if partial.exists():
                partial.replace(target)
            else:
                target.unlink(missing_ok=True)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else "the disk refuses"
        raise OutputError(
            f"{path} cannot be written ({reason}): free some space or name another place."
        ) from error
