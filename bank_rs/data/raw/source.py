"""The raw file on disk: a CSV, a zip that holds one, or a Parquet file."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, Final, cast

from bank_rs.data.raw.refusal import RawFileError


class Container(StrEnum):
    """What the file's first bytes say that it is."""

    CSV = "CSV"
    ZIP = "zip"
    PARQUET = "Parquet"


_GZIP: Final = b"\x1f\x8b"


def container_of(path: Path) -> Container:
    """What kind of file it is, whatever its name.

    Raises
    ------
    RawFileError
        If there is no such file, or it is empty, cannot be opened or is packed by gzip.
    """
    try:
        if path.is_fifo():
            raise RawFileError(f"{path} is a pipe, which can be read once only: name a file.")
        with path.open("rb") as file:
            magic = file.read(4)
    except FileNotFoundError as error:
        raise RawFileError(
            f"{path} does not exist: name the bank's CSV, the zip that holds it, or a Parquet file."
        ) from error
    except OSError as error:
        raise RawFileError(f"{path} cannot be opened: {error.strerror}.") from error
    if not magic:
        raise RawFileError(f"{path} is empty: fetch it again.")
    if magic.startswith(_GZIP):
        raise RawFileError(f"{path} is packed by gzip: unpack it, or pack it as a zip.")
    if magic == b"PAR1":
        return Container.PARQUET
    return Container.ZIP if magic.startswith(b"PK") else Container.CSV


@contextmanager
def csv_stream(path: Path, container: Container) -> Iterator[tuple[BinaryIO, int]]:
    """The CSV's bytes and how many they are; a zip is inflated while it is read.

    Raises
    ------
    RawFileError
        If the file cannot be read to its end, or the zip does not hold exactly one CSV.
    """
    try:
        if container is Container.CSV:
            with path.open("rb") as file:
                yield file, path.stat().st_size
        else:
            with zipfile.ZipFile(path) as archive:
                member = _only_csv(archive, path)
                with archive.open(member) as file:
                    yield cast(BinaryIO, file), member.file_size
    except NotImplementedError as error:
        raise RawFileError(
            f"{path} is a zip of a kind that cannot be read here: unpack it and name the CSV."
        ) from error
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise RawFileError(f"{path} is not a whole zip file: fetch it again.") from error
    except OSError as error:
        raise RawFileError(f"{path} cannot be read to its end: {error.strerror}.") from error


def _only_csv(archive: zipfile.ZipFile, path: Path) -> zipfile.ZipInfo:
    """The archive's one CSV; macOS puts a hidden companion beside each file."""
    members = [
        member
        for member in archive.infolist()
        if member.filename.lower().endswith(".csv") and not member.filename.startswith("__MACOSX/")
    ]
    if len(members) != 1:
        raise RawFileError(
            f"{path} holds {len(members)} CSV files and must hold one: unpack it and name the one "
            "to read."
        )
    encrypted = members[0].flag_bits & 1
    if encrypted or members[0].compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise RawFileError(
            f"{path} is {'encrypted' if encrypted else 'not packed by deflate'}: unpack it and "
            "name the CSV."
        )
    return members[0]
