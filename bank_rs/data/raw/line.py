"""What a line of the raw file looks like, and what may be wrong with it."""

import re
from collections.abc import Sequence
from typing import Final

from bank_rs.data.fields import FLAG_WIDTH, PROFILE, RAW_COLUMNS, Field, Kind

_CONTROL: Final = r"\x00-\x1f\x7f"
_BARE: Final = f'[^",{_CONTROL}]*'
_QUOTED: Final = f'"(?:[^"{_CONTROL}]|"")*"'
_FIELD: Final = f"(?:{_BARE}|{_QUOTED})"

WELL_FORMED: Final = f"^{_FIELD}(?:,{_FIELD}){{{len(RAW_COLUMNS) - 1}}}$"
"""Pattern of 48 comma-separated fields, each bare or in quotes, without control characters."""

_SOME_FIELDS: Final = re.compile(f"{_FIELD}(?:,{_FIELD})*")


def fault(line: bytes) -> str:
    """Rule that a line breaks which is not `WELL_FORMED`, to follow "the line must".

    Parameters
    ----------
    line
        The line as it stands in the file, without its newline.
    """
    try:
        text = line.decode().removesuffix("\r")
    except UnicodeDecodeError:
        return "be UTF-8 text"
    if re.search(f"[{_CONTROL}]", text):
        return "be free of control characters"
    if not _SOME_FIELDS.fullmatch(text):
        return "have its quotes around whole fields, closed before the line ends"
    found = re.sub(_QUOTED, "", text).count(",") + 1
    return f"have {len(RAW_COLUMNS)} comma-separated fields, not {found}"


def usual_line(columns: Sequence[str]) -> str:
    """Pattern of a line spelt as the bank spells it.

    Whole numbers and null tokens are padded, flags are 0 or 1, no blanks stand around text: such a
    line's numbers can be read without a look at each cell.

    Parameters
    ----------
    columns
        The raw names, in the file's order.
    """
    fields = {field.column: field for field in PROFILE}
    return "^{}$".format(
        ",".join(_usual(fields[name]) if name in fields else _usual_flag(name) for name in columns)
    )


def _usual_flag(column: str) -> str:
    return "(?: [01]|NA)" if column in FLAG_WIDTH else "[01]"


def _usual(field: Field) -> str:
    """Pattern of a profile field spelt as the bank spells it."""
    match field.kind:
        case Kind.DATE:
            return "(?:[0-9]{4}-[0-9]{2}-[0-9]{2})?"
        case Kind.INTEGER:
            number = " *-?[0-9]{1,18}"
            return f"(?:{number}|{field.null.rjust(field.width)})" if field.null else number
        case Kind.NUMBER:
            return "[0-9.]*"
        case Kind.CATEGORY | Kind.CODE:
            return f'(?:{_unpadded(",")}|"(?:{_unpadded("")})?")?'


def _unpadded(separator: str) -> str:
    """Pattern of a text without blanks around it, without quotes and without the separator."""
    inner = f'"{separator}{_CONTROL}'
    return rf"[^\s{inner}](?:[^{inner}]*[^\s{inner}])?"
