"""The raw file on disk: a CSV, or a zip that holds one."""

import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfileobj

from bank_rs.errors import BankRsError


class RawFileError(BankRsError):
    """A file is not in the bank's raw layout."""


@contextmanager
def csv_of(path: Path) -> Iterator[Path]:
    """Path of the CSV itself, unpacked for the time of the block if it comes in a zip.

    Raises
    ------
    RawFileError
        If there is no such file, or the zip is broken or does not hold exactly one CSV.
    """
    if not path.is_file():
        raise RawFileError(f"{path} does not exist: name the bank's CSV or the zip that holds it.")
    if path.suffix != ".zip":
        yield path
        return
    with tempfile.TemporaryDirectory() as folder:
        try:
            with zipfile.ZipFile(path) as archive:
                yield _unpack_only_csv(archive, path, Path(folder))
        except zipfile.BadZipFile as error:
            raise RawFileError(f"{path} is not a whole zip file: fetch it again.") from error


def _unpack_only_csv(archive: zipfile.ZipFile, path: Path, folder: Path) -> Path:
    members = [name for name in archive.namelist() if name.endswith(".csv")]
    if len(members) != 1:
        raise RawFileError(
            f"{path} holds {len(members)} CSV files where one is expected: unpack it and name "
            "the one to read."
        )
    unpacked = folder / "raw.csv"
    with archive.open(members[0]) as source, unpacked.open("wb") as target:
        copyfileobj(source, target)
    return unpacked
