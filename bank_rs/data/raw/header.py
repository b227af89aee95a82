"""The first line of the raw file: the names of its columns."""

import csv
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, Final

from bank_rs.data.fields import RAW_COLUMNS
from bank_rs.data.raw.refusal import RawFileError

_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_LONGEST: Final = 2**16


def read_header(file: BinaryIO, path: Path) -> list[str]:
    """The names on the first line, which is read.

    Raises
    ------
    RawFileError
        If there is no line, or they are not the 48 raw names, each once, in whatever order.
    """
    line = file.readline(_LONGEST).removeprefix(_BYTE_ORDER_MARK)
    if not line:
        raise RawFileError(f"{path} is empty: fetch it again.")
    try:
        names = next(csv.reader([line.decode(errors="replace").rstrip("\r\n")]))
    except csv.Error:
        names = []
    check_names(path, names)
    return names


def check_names(path: Path, names: Sequence[str]) -> None:
    """Refuse names that are not the 48 raw ones, each once, in whatever order.

    Raises
    ------
    RawFileError
        If one is missing, there twice or there too many.
    """
    missing = [name for name in RAW_COLUMNS if name not in names]
    if missing:
        raise RawFileError(
            f"{path} lacks {len(missing)} of the {len(RAW_COLUMNS)} columns ({_few(missing)}): "
            "give it those of train_ver2.csv, in a CSV as a first line parted by commas."
        )
    others = len(names) - len(RAW_COLUMNS)
    if others:
        twice = [name for name, count in Counter(names).items() if count > 1]
        which = f"{_few(twice)} twice" if twice else "some unknown"
        raise RawFileError(
            f"{path} has {others} columns too many ({which}): keep the {len(RAW_COLUMNS)} of "
            "train_ver2.csv, each once."
        )


def _few(names: Sequence[str]) -> str:
    return f"{', '.join(names[:3])}{', ...' if len(names) > 3 else ''}"
