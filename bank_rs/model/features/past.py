"""What the last thirteen months say of a client, read off bit masks."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bank_rs.catalog import CODES
from bank_rs.data.month_word import KNOWN, STATUS
from bank_rs.model.features.months import (
    SINCE,
    STATUS_PARTS,
    Months,
    lags,
    now,
    words,
)

BY_PRODUCT: Final = (
    "held",
    "lags",
    "since_addition",
    "since_drop",
    "additions",
    "drops",
    "months_held",
    "run",
)
"""Features of each product: held now; the twelve months before as one number, the nearest counting
most; months since it was last added and dropped, NaN where neither was seen; how often it was, and
in how many months it was held; for how many months it has been as it is now."""

OF_CLIENT: Final = (
    "held_count",
    "months_known",
    "months_active",
    "activity_lags",
    "since_activity_change",
    "since_relation_change",
    "since_segment_change",
    "additions_count",
    "drops_count",
)

NAMES: Final = (*(f"{kind}_{code}" for kind in BY_PRODUCT for code in CODES), *OF_CLIENT)

_PRODUCTS: Final = len(CODES)
_ACTIVE: Final = slice(STATUS, STATUS + 1)


def past_features(months: Months) -> tuple[NDArray[Any], ...]:
    """Features named by ``NAMES``, to be joined side by side.

    Of two months in a row that are both known: an addition or a drop is seen in the later one.

    Returns
    -------
    tuple of ndarrays of shape (n, ...)
        201 columns together, of whole numbers and of float32; the first 24 say which products are
        held.
    """
    values = words(months)
    known = values[:, KNOWN : KNOWN + 1]
    before = values << 1
    changed = (values ^ before) & known & known << 1
    held, changes = values[:, :_PRODUCTS], changed[:, :_PRODUCTS]
    trades = np.concatenate((changes & held, changes & before[:, :_PRODUCTS]), axis=1)
    counts = np.bitwise_count(trades)
    parts = np.bitwise_or.reduceat(changed[:, STATUS:], STATUS_PARTS, axis=1)
    months_known, own = np.bitwise_count(known), now(held)
    active = values[:, _ACTIVE]
    return (
        own,
        lags(held),
        SINCE.take(trades),
        counts,
        np.bitwise_count(held),
        np.where(changes, SINCE.take(changes), months_known),
        own.sum(axis=1, keepdims=True),
        months_known,
        np.bitwise_count(active),
        lags(active),
        SINCE.take(parts),
        counts.reshape(len(months), 2, _PRODUCTS).sum(axis=2),
    )
