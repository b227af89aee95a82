import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from bank_rs.data.ownership import unpack


@given(st.lists(st.integers(0, 2**24 - 1), min_size=1))
def test_unpack_keeps_every_bit(masks):
    flags = unpack(pl.Series(masks, dtype=pl.UInt32))
    assert flags.shape == (len(masks), 24)
    assert (flags @ (1 << np.arange(24))).tolist() == masks
