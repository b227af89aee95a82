"""One month of one client as one number: what is held, that there is a record, and the status."""

from typing import Final

import polars as pl

from bank_rs.catalog import CODES
from bank_rs.data.status import status

KNOWN: Final = len(CODES)
"""Place of the bit that says there is a record; the products' bits are below."""

STATUS: Final = KNOWN + 1
"""Place of the status (see `bank_rs.data.status.status_of`)."""

OWNED: Final = (1 << KNOWN) - 1
"""Bits of the products."""

NO_RECORD: Final = 0


def month_word() -> pl.Expr:
    """Months of the columns of a typed panel; a UInt32 named ``word``, never `NO_RECORD`."""
    was = status().cast(pl.UInt32) * pl.lit(1 << STATUS, pl.UInt32)
    return (pl.col("owned") + pl.lit(1 << KNOWN, pl.UInt32) + was).alias("word")
