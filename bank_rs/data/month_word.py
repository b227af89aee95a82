"""One month of one client as one number: what is held, that there is a record, and the status."""

from typing import Final

import polars as pl

from bank_rs.catalog import CODES

KNOWN: Final = len(CODES)
"""Place of the bit that says there is a record; the products' bits are below."""

STATUS: Final = KNOWN + 1
"""Place of the status (see `bank_rs.data.status.status_of`)."""

OWNED: Final = (1 << KNOWN) - 1
"""Bits of the products."""

NO_RECORD: Final = 0


def month_word(owned: int, was: int) -> int:
    """A month of an ownership mask and a status; never `NO_RECORD`."""
    return owned | 1 << KNOWN | was << STATUS


def month_words(owned: pl.Expr, was: pl.Expr) -> pl.Expr:
    """As `month_word` for columns, a UInt32; null where the mask is."""
    record = pl.lit(1 << KNOWN, pl.UInt32)
    return owned.cast(pl.UInt32) + record + was.cast(pl.UInt32) * pl.lit(1 << STATUS, pl.UInt32)
