"""One client record as JSON, read by the same rules as the bank's file."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

import polars as pl

from bank_rs.catalog import PRODUCTS
from bank_rs.data.fields import (
    DATE_LENGTH,
    FIRST_DATE,
    FLAG_RULE,
    LAST_DATE,
    PANEL_SCHEMA,
    PROFILE,
    Field,
    Kind,
)

Value = str | float | date | None

_WHOLE = re.compile(r"[+-]?\d{1,18}(\.0)?", re.ASCII)
_DECIMAL = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
_DATE_FORMATS = ("%Y-%m-%d", "%d-%m-%Y")


def read_value(field: Field, value: object) -> Value:
    """Typed value of one profile field.

    Parameters
    ----------
    field
        The column the value belongs to.
    value
        What JSON holds: text with or without the raw file's padding, a number, or null.

    Returns
    -------
    str, int, float, date or None
        None where the value is one of the field's null tokens.

    Raises
    ------
    ValueError
        If the value breaks the field's rule; the message is the rule and not the value.

    Examples
    --------
    >>> from bank_rs.data.fields import PROFILE
    >>> read_value(PROFILE[5], " 64")
    64
    """
    text = _text(value, field)
    if text in field.null_tokens:
        if field.required:
            raise ValueError(f"must be {field.rule}")
        return None
    typed = _READERS[field.kind](text)
    if typed is None or not _obeys(field, typed):
        raise ValueError(f"must be {field.rule}")
    return typed


def read_flag(value: object) -> int | None:
    """Value of a product flag: 1 held, 0 not held, None not known.

    Raises
    ------
    ValueError
        If the value is none of these in any of the raw file's spellings.
    """
    if isinstance(value, bool):
        return int(value)
    match value:
        case None:
            return None
        case 0 | 1:
            return int(value)
        case str():
            spelling = {"1": 1, "1.0": 1, "0": 0, "0.0": 0, "": None, "NA": None}
            if value.strip() in spelling:
                return spelling[value.strip()]
    raise ValueError(f"must be {FLAG_RULE}")


def read_record(record: Mapping[str, object]) -> pl.DataFrame:
    """A record under the raw file's names as a panel of one row.

    Parameters
    ----------
    record
        A value for each of ``RAW_COLUMNS``.

    Returns
    -------
    pl.DataFrame
        As `panel_row` returns it.

    Raises
    ------
    ValueError
        If a value breaks its column's rule.
    """
    profile = {field.name: read_value(field, record[field.column]) for field in PROFILE}
    flags = {product.code: read_flag(record[product.column]) for product in PRODUCTS}
    return panel_row(profile, flags)


def panel_row(profile: Mapping[str, Value], flags: Mapping[str, int | None]) -> pl.DataFrame:
    """The record as a panel of one row.

    Parameters
    ----------
    profile
        Typed values by English field name; absent fields are null.
    flags
        Product flags by product code; absent products are unknown.

    Returns
    -------
    pl.DataFrame
        Shape (1, 26), columns and dtypes of ``PANEL_SCHEMA``.
    """
    held = [flags.get(product.code) for product in PRODUCTS]
    row: dict[str, Any] = {name: profile.get(name) for name in PANEL_SCHEMA}
    row["owned"] = sum(1 << bit for bit, flag in enumerate(held) if flag)
    row["unknown"] = sum(1 << bit for bit, flag in enumerate(held) if flag is None)
    return pl.DataFrame([row], schema=PANEL_SCHEMA)


def _text(value: object, field: Field) -> str:
    """The value as the raw file would spell it; a JSON number fits numbers and codes only."""
    if value is None:
        return ""
    if isinstance(value, str) and _is_unicode(value):
        return value.strip()
    numeric = isinstance(value, int | float) and not isinstance(value, bool)
    if numeric and field.kind in (Kind.INTEGER, Kind.NUMBER, Kind.CODE):
        return repr(value)
    raise ValueError(f"must be {field.rule}")


def _is_unicode(text: str) -> bool:
    """Whether the text can be stored: JSON may escape half of a surrogate pair."""
    return not any("\ud800" <= character <= "\udfff" for character in text)


def _date(text: str) -> date | None:
    if len(text) != DATE_LENGTH:
        return None
    for layout in _DATE_FORMATS:
        try:
            return datetime.strptime(text, layout).date()
        except ValueError:
            continue
    return None


def _integer(text: str) -> int | None:
    return int(text.removesuffix(".0")) if _WHOLE.fullmatch(text) else None


def _number(text: str) -> float | None:
    return float(text) if _DECIMAL.fullmatch(text) else None


_READERS: Mapping[Kind, Callable[[str], Value]] = {
    Kind.DATE: _date,
    Kind.INTEGER: _integer,
    Kind.NUMBER: _number,
    Kind.CATEGORY: str,
    Kind.CODE: lambda text: text.removesuffix(".0"),
}


def _obeys(field: Field, value: str | float | date) -> bool:
    match field.kind:
        case Kind.DATE:
            return isinstance(value, date) and FIRST_DATE <= value <= LAST_DATE
        case Kind.INTEGER | Kind.NUMBER:
            return isinstance(value, int | float) and field.low <= value <= field.high
        case Kind.CATEGORY | Kind.CODE:
            return not field.allowed or value in field.allowed
