"""From what is known to the typed panel, and the reasons where that fails."""

from collections.abc import Iterable

import polars as pl

from bank_rs.catalog import PRODUCTS
from bank_rs.data.fields import FLAG_RULE, PANEL_SCHEMA, PROFILE
from bank_rs.data.rules import (
    Check,
    breaks_rule,
    first_broken,
    flag,
    flag_breaks_rule,
    value,
)


def typed(known: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The panel's rows, and why some of them are none.

    Parameters
    ----------
    known
        As `known_of_text` returns it, text or typed column by column.

    Returns
    -------
    panel : pl.DataFrame
        A row for each row, ``PANEL_SCHEMA``; values that break a rule are null.
    reasons : pl.DataFrame
        A row for each row: ``column`` the first raw column whose value breaks a rule, and the
        ``rule`` it breaks, both null where none does.
    """
    dtypes = known.schema
    read = known.select(
        *(value(field, dtypes[field.name]) for field in PROFILE),
        *(flag(product.column, dtypes[product.column]) for product in PRODUCTS),
    )
    panel = read.select(
        *(field.name for field in PROFILE),
        _mask(pl.col(p.column) == 1 for p in PRODUCTS).alias("owned"),
        _mask(pl.col(p.column).is_null() for p in PRODUCTS).alias("unknown"),
    )
    return panel.match_to_schema(PANEL_SCHEMA), _reasons(known, read)


def _mask(bits: Iterable[pl.Expr]) -> pl.Expr:
    return pl.sum_horizontal(
        bit.fill_null(value=False).cast(pl.UInt32) * (1 << place) for place, bit in enumerate(bits)
    ).cast(pl.UInt32)


def _reasons(known: pl.DataFrame, read: pl.DataFrame) -> pl.DataFrame:
    """Look at each value only where a rule has made a null of something."""
    required = [field.name for field in PROFILE if field.required]
    nulls = read.null_count()
    if nulls.equals(known.null_count()) and not nulls.select(pl.sum_horizontal(required)).item():
        return known.select(column=pl.lit(None, pl.String), rule=pl.lit(None, pl.String))
    return known.select(first_broken(_checks(known.schema)))


def _checks(dtypes: pl.Schema) -> list[Check]:
    of_profile = [
        (breaks_rule(field, dtypes[field.name]), field.column, field.rule) for field in PROFILE
    ]
    flags = [product.column for product in PRODUCTS]
    return of_profile + [(flag_breaks_rule(name, dtypes[name]), name, FLAG_RULE) for name in flags]
