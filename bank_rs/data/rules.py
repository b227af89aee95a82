"""The rules of the record's values, as expressions over whole columns.

A column holds what is known: null where the file has one of its null tokens, else the value as text
or already of its type. What breaks a rule becomes null too, and so can be told from what is known.
"""

from collections.abc import Sequence
from typing import Final

import polars as pl

from bank_rs.data.fields import (
    FIRST_DATE,
    LAST_DATE,
    PANEL_SCHEMA,
    Field,
    Kind,
)

Check = tuple[pl.Expr, str, str]

_DATE: Final = "^(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{2}-[0-9]{2}-[0-9]{4})$"
_HELD: Final = ("1", "1.0")
_NOT_HELD: Final = ("0", "0.0")


def value(field: Field, known: pl.DataType) -> pl.Expr:
    """Value of a profile column, null where it breaks the column's rule.

    Parameters
    ----------
    field
        The column, found under its English name.
    known
        Its dtype: String for text without blanks around it, else the type of ``field.kind``.

    Returns
    -------
    pl.Expr
        Of the dtype that ``PANEL_SCHEMA`` gives the column, under the same name.
    """
    column = pl.col(field.name)
    typed = _typed(field, column) if known == pl.String else column
    match field.kind:
        case Kind.DATE:
            typed = pl.when(typed.is_between(FIRST_DATE, LAST_DATE)).then(typed)
        case Kind.INTEGER | Kind.NUMBER:
            typed = pl.when(typed.is_between(field.low, field.high)).then(typed)
        case Kind.CATEGORY | Kind.CODE if field.allowed:
            typed = pl.when(typed.is_in(field.allowed)).then(typed)
    return typed.cast(PANEL_SCHEMA[field.name]).alias(field.name)


def breaks_rule(field: Field, known: pl.DataType) -> pl.Expr:
    """Whether the column's value breaks its rule, or is missing where one is required."""
    refused = value(field, known).is_null()
    return refused if field.required else refused & pl.col(field.name).is_not_null()


def flag(column: str, known: pl.DataType) -> pl.Expr:
    """Product flag as Int8 0 or 1, null where it is not known or breaks its rule."""
    text = pl.col(column)
    if known != pl.String:
        return text
    held = pl.when(text.is_in(_HELD)).then(pl.lit(1, pl.Int8))
    return held.when(text.is_in(_NOT_HELD)).then(pl.lit(0, pl.Int8)).alias(column)


def flag_breaks_rule(column: str, known: pl.DataType) -> pl.Expr:
    """Whether a product flag is neither 0 nor 1 nor one of the null tokens."""
    return flag(column, known).is_null() & pl.col(column).is_not_null()


def _typed(field: Field, text: pl.Expr) -> pl.Expr:
    """Text as the type of its kind, null where it cannot be read as such."""
    match field.kind:
        case Kind.DATE:
            text = pl.when(text.str.contains(_DATE)).then(text)  # 2016- 2-1 would pass
            iso = text.str.to_date("%Y-%m-%d", strict=False)
            other = pl.when(iso.is_null()).then(text)
            return pl.coalesce(iso, other.str.to_date("%d-%m-%Y", strict=False))
        case Kind.INTEGER:
            return text.str.strip_suffix(".0").cast(pl.Int64, strict=False)
        case Kind.NUMBER:
            return text.cast(pl.Float64, strict=False)
        case Kind.CODE:
            return text.str.strip_suffix(".0")
        case Kind.CATEGORY:
            return text


def first_broken(checks: Sequence[Check]) -> tuple[pl.Expr, pl.Expr]:
    """Column and rule of the first test that a row fails, both null where it passes all.

    Parameters
    ----------
    checks
        Whether the row breaks a rule, the column's name for the reader, and the rule.
    """
    column = pl.coalesce(pl.when(broken).then(pl.lit(name)) for broken, name, _ in checks)
    rule = pl.coalesce(pl.when(broken).then(pl.lit(f"be {rule}")) for broken, _, rule in checks)
    return column.alias("column"), rule.alias("rule")
