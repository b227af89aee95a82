"""Thirteen months of a client, and what can be read off them."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from bank_rs.data.history import HISTORY_MONTHS
from bank_rs.data.status import RELATION_SHIFT, SEGMENT_SHIFT

Months = NDArray[np.uint32]
"""Shape (n, 13), the record's own month first; 0 where there is no record.

The bits of a month: one for each product held, one that says there is a record, then the status
(see `status_of`).
"""

Words = NDArray[np.intp]
"""Shape (n, m): the thirteen months of one bit as one small number.

Bit 12 stands for the record's own month, bit 11 for the month before, bit 0 for 12 months ago. So
the words of two clients compare as their latest months do, and a tree that splits on one reads the
lags from the latest on. The type is the one NumPy looks up by.
"""

MONTHS: Final = HISTORY_MONTHS + 1
STATUS_PARTS: Final = (0, RELATION_SHIFT, SEGMENT_SHIFT)
"""First bits of activity, relation and segment in a status."""

_BITS: Final = np.dtype(np.uint32).itemsize * 8
_BEFORE: Final = (1 << HISTORY_MONTHS) - 1
_POWERS: Final = np.float32(2) ** np.arange(HISTORY_MONTHS, -1, -1, dtype=np.float32)
_WORDS: Final = np.arange(1 << MONTHS)

SINCE: Final[NDArray[np.float32]] = np.append(
    np.float32(np.nan), HISTORY_MONTHS - np.floor(np.log2(_WORDS[1:]))
).astype(np.float32)
"""Months since the latest one that is set in a word, 0 for the record's own; NaN where none is."""


def words(months: Months) -> Words:
    """Bits by month as months by bit.

    Returns
    -------
    ndarray of shape (n, 32), intp
    """
    flags = np.unpackbits(months.view(np.uint8), axis=1, bitorder="little")
    # float32 holds the words exactly, and there is no faster product than that of floats
    packed = _POWERS @ flags.reshape(len(months), MONTHS, _BITS)
    return packed.astype(np.intp)


def now(values: Words) -> Words:
    """1 where the record's own month is set."""
    return values >> HISTORY_MONTHS


def lags(values: Words) -> Words:
    """The months before the record's own."""
    return values & _BEFORE
