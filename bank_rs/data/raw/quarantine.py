"""The file of refused rows."""

import csv
from pathlib import Path
from typing import TextIO

import polars as pl

from bank_rs.data.raw.refusal import REFUSED


class Quarantine:
    """Refused rows, each with its line, column, rule and own text, as a CSV.

    The row's text keeps its bytes, also where they are not UTF-8. The file is made with the first
    refused row.

    Parameters
    ----------
    path
        The file to write.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: TextIO | None = None
        self.rows = 0

    def close(self) -> None:
        """End the file, if there is one."""
        if self._file:
            self._file.close()

    def add(self, refused: pl.DataFrame) -> None:
        """Write the rows of a ``REFUSED`` frame in the order of their lines."""
        if refused.is_empty():
            return
        if self._file is None:
            self._file = self._path.open(
                "w", encoding="utf-8", errors="surrogateescape", newline=""
            )
            csv.writer(self._file).writerow(REFUSED)
        text = csv.writer(self._file)
        for line, column, rule, row in refused.sort("line").iter_rows():
            text.writerow([line, column, f"must {rule}", row.decode(errors="surrogateescape")])
        self.rows += refused.height
