import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bank_rs.catalog import mask_of
from bank_rs.exploration.baskets import basket_table


@given(st.lists(st.integers(0, 2**24 - 1), max_size=30))
def test_basket_table_shares_are_of_the_masks_that_are_not_empty(masks):
    table = basket_table(pl.Series(masks, dtype=pl.UInt32), top=len(masks) + 1)
    bought = [mask for mask in masks if mask]
    assert table["count"].sum() == len(bought)
    assert table["share"].sum() == pytest.approx(1.0 if bought else 0.0)
    assert table["products"].n_unique() == len(set(bought))


def test_basket_table_names_the_commonest_first():
    masks = [mask_of("cco", "recibo")] * 2 + [mask_of("cco"), 0]
    table = basket_table(pl.Series(masks, dtype=pl.UInt32))
    assert table.rows() == [
        ("Current account + Direct debit", 2, 2 / 3),
        ("Current account", 1, 1 / 3),
    ]
