"""One month of one client as one number: what is held, that there is a record, and the status."""

from typing import Final

import narwhals.stable.v2 as nw

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


def month_words(
    owned: nw.Expr, was: nw.Expr, dtype: type[nw.dtypes.IntegerType] = nw.UInt32
) -> nw.Expr:
    """As `month_word` for columns; null where the mask is."""
    return owned.cast(dtype) + (1 << KNOWN) + was.cast(dtype) * (1 << STATUS)


def split_words(words: nw.Expr) -> tuple[nw.Expr, nw.Expr]:
    """The mask and the status that words were made of; null where they are."""
    return words % (1 << KNOWN), words // (1 << STATUS)
