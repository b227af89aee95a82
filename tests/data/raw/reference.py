"""The raw file's grammar in plain Python, a character at a time."""

from bank_rs.data.fields import RAW_COLUMNS
from bank_rs.data.record import read_record


def fields_of(line: bytes) -> list[str] | None:
    """The 48 fields of a line, None where it is not well formed."""
    try:
        text = line.decode()
    except UnicodeDecodeError:
        return None
    if any(ord(character) < 32 or ord(character) == 127 for character in text):
        return None
    fields, rest = [], text + ","
    while rest:
        if rest[0] == '"':
            end = 1
            while (end := rest.find('"', end)) != -1 and rest[end + 1 : end + 2] == '"':
                end += 2
            if end == -1 or rest[end + 1 : end + 2] != ",":
                return None
            field, rest = rest[1:end].replace('""', '"'), rest[end + 2 :]
        else:
            field, _, rest = rest.partition(",")
            if '"' in field:
                return None
        fields.append(field)
    return fields if len(fields) == len(RAW_COLUMNS) else None


def row_of(line: bytes) -> tuple[object, ...] | None:
    """The panel's row that a line stands for, None where the line is to be refused."""
    fields = fields_of(line)
    if fields is None:
        return None
    try:
        return read_record(dict(zip(RAW_COLUMNS, fields, strict=True))).row(0)
    except ValueError:
        return None
