"""Ownership masks as 0/1 matrices."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from bank_rs.catalog import PRODUCTS


def unpack(masks: pl.Series) -> NDArray[np.int8]:
    """One column per product.

    Parameters
    ----------
    masks
        UInt32 ownership masks, bit ``i`` for ``PRODUCTS[i]``.

    Returns
    -------
    ndarray of shape (n, 24), int8
        1 where the bit is set.
    """
    bits = np.arange(len(PRODUCTS), dtype=np.uint32)
    held: NDArray[np.int8] = (masks.to_numpy()[:, None] >> bits & 1).astype(np.int8)
    return held
