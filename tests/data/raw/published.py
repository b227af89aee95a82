"""The published raw rows, and files made of them."""

import csv
from pathlib import Path

from bank_rs.data.fields import RAW_COLUMNS

PUBLISHED = Path(__file__).parents[1] / "santander_rows.csv"


def published_lines() -> list[str]:
    """The header and the 27 rows."""
    return PUBLISHED.read_text("utf-8").splitlines()


def write_lines(path: Path, *lines: str | bytes, end: bytes = b"\n") -> Path:
    """A file of the published header and these lines."""
    encoded = [line.encode() if isinstance(line, str) else line for line in lines]
    path.write_bytes(b"\n".join([published_lines()[0].encode(), *encoded]) + end)
    return path


def changed(line: str, **changes: str) -> str:
    """The line with the cells of some columns replaced."""
    row = next(csv.reader([line]))
    for column, value in changes.items():
        row[RAW_COLUMNS.index(column)] = value
    return ",".join(f'"{value}"' if "," in value else value for value in row)
