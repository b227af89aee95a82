"""From text to what is known: null tokens become null, blanks around values go."""

from collections.abc import Sequence
from typing import Final

import polars as pl

from bank_rs.catalog import PRODUCTS
from bank_rs.data.fields import FLAG_WIDTH, PROFILE, RAW_COLUMNS, Field, Kind

_FLAG_NULLS: Final = ("", "NA")
_INTEGERS: Final = tuple(field for field in PROFILE if field.kind is Kind.INTEGER)
_PADDED_NULLS: Final = {
    field.column: field.null.rjust(field.width) for field in _INTEGERS
} | dict.fromkeys(FLAG_WIDTH, "NA")
_USUAL_SCHEMA: Final = (
    dict.fromkeys(RAW_COLUMNS, pl.String())
    | {field.column: pl.Int64() for field in _INTEGERS}
    | {product.column: pl.Int8() for product in PRODUCTS}
)


def known_of_usual(lines: bytes, columns: Sequence[str]) -> pl.DataFrame:
    """What is known from lines that are all spelt as `usual_line` says.

    Parameters
    ----------
    lines
        One line or more.
    columns
        The raw names, in the file's order.

    Returns
    -------
    pl.DataFrame
        Profile columns under English names, whole numbers as Int64, others as text; flags under
        their raw names as Int8.
    """
    schema = {column: _USUAL_SCHEMA[column] for column in columns}
    read = pl.read_csv(lines, has_header=False, schema=schema, null_values=_PADDED_NULLS)
    return read.select(*map(_known_usual, PROFILE), *(product.column for product in PRODUCTS))


def known_of_text(text: pl.DataFrame) -> pl.DataFrame:
    """What is known from any text.

    Parameters
    ----------
    text
        The 48 raw columns as strings, null read as an empty one.

    Returns
    -------
    pl.DataFrame
        All as text without blanks around it; names as in `known_of_usual`.
    """
    return text.select(pl.col(RAW_COLUMNS).str.strip_chars()).select(
        *(_unless(field.column, field.null_tokens).alias(field.name) for field in PROFILE),
        *(_unless(product.column, _FLAG_NULLS) for product in PRODUCTS),
    )


def _known_usual(field: Field) -> pl.Expr:
    column = pl.col(field.column)
    if field.kind is Kind.INTEGER:
        known = pl.when(column != int(field.sentinel)).then(column) if field.sentinel else column
    else:
        known = pl.when(column != "").then(column)
    return known.alias(field.name)


def _unless(column: str, tokens: tuple[str, ...]) -> pl.Expr:
    return pl.when(~pl.col(column).is_in(tokens)).then(pl.col(column))
