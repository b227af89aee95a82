"""Rows that cannot be read: where they stand, which rule they break, what they say."""

from pathlib import Path
from typing import Final

import polars as pl

from bank_rs.errors import BankRsError

REFUSED: Final = pl.Schema(
    {"line": pl.Int64(), "column": pl.String(), "rule": pl.String(), "row": pl.Binary()}
)
"""One row for each refused row of the file.

``line`` counts from 1, the header being line 1 (in a Parquet file: the row, from 1). ``column`` is
null where the whole line is at fault, ``rule`` says what must hold, ``row`` is the row's own text.
"""


class RawFileError(BankRsError):
    """A file is not in the bank's raw layout."""


def refusal(path: Path, refused: pl.DataFrame, unit: str) -> RawFileError:
    """The error that names the first refused row, without its values.

    Parameters
    ----------
    path
        The file.
    refused
        At least one row of ``REFUSED``.
    unit
        What ``line`` counts: ``"line"`` or ``"row"``.
    """
    first = refused.sort("line", maintain_order=True).row(0, named=True)
    column = f", column {first['column']}" if first["column"] else ""
    return RawFileError(
        f"{path} {unit} {first['line']}{column}: the {'value' if column else unit} must "
        f"{first['rule']}; correct the file or fetch it again, or set such rows aside with "
        "--on-error quarantine."
    )
