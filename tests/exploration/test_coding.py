import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bank_rs.catalog import mask_of
from bank_rs.exploration.coding import (
    LEVELS,
    banded,
    coded_additions,
    coded_columns,
    coded_profile,
)
from tests.exploration.records import JANUARY, panel_of, rows_of


def test_coded_profile_ranks_categories_by_frequency_and_keeps_nulls():
    panel = panel_of(
        *(
            (JANUARY, client, [], ("gender", gender))
            for client, gender in enumerate(["V", "H", "H", None])
        )
    )
    coded = coded_profile(panel, ["gender"])
    assert coded["gender"].to_list() == [1, 0, 0, None]


def test_coded_profile_puts_all_but_nine_values_together():
    channels = [f"K{channel:02d}" for channel in range(15)]
    panel = panel_of(
        *((JANUARY, client, [], ("entry_channel", name)) for client, name in enumerate(channels))
    )
    codes = coded_profile(panel, ["entry_channel"])["entry_channel"]
    assert codes.to_list() == [*range(LEVELS), *[LEVELS - 1] * 5]


def test_coded_profile_leaves_constants_out():
    panel = panel_of(
        (JANUARY, 1, ["cco"], ("age", 30), ("address_type", 1)),
        (JANUARY, 2, [], ("age", 50), ("address_type", 1)),
    )
    coded = coded_profile(panel, ["age", "address_type", "income"])
    assert coded.columns == ["age", "products_held"]


@given(st.lists(st.one_of(st.none(), st.floats(-1e6, 1e6)), max_size=60))
def test_banded_keeps_order_and_nulls(values):
    codes = banded(pl.Series("x", values, pl.Float64)).to_list()
    assert [code is None for code in codes] == [value is None for value in values]
    known = sorted((v, c) for v, c in zip(values, codes, strict=True) if v is not None)
    assert [code for _, code in known] == sorted(code for _, code in known)
    assert all(code < LEVELS for _, code in known)


def test_banded_gives_each_band_as_many_values():
    codes = banded(pl.Series("x", np.arange(1000.0)))
    assert codes.value_counts()["count"].unique().to_list() == [100]


@pytest.mark.parametrize("values", [[0] * 96 + [1] * 4, [0] * 4 + [1] * 96])
def test_banded_keeps_a_rare_flag_apart(values):
    assert banded(pl.Series("x", values, pl.Float64)).to_list() == values


def test_banded_gives_a_frequent_number_a_band_of_its_own():
    codes = banded(pl.Series("x", [1.0, 2.0, 3.0, *[13.0] * 97]))
    assert codes.to_list() == [0, 0, 0, *[1] * 97]


def test_coded_columns_takes_nan_for_not_known():
    frame = pl.DataFrame({"x": [0.0, 1.0, float("nan")], "constant": [1.0, 1.0, 1.0]})
    coded = coded_columns(frame)
    assert coded.columns == ["x"]
    assert coded["x"].null_count() == 1


def test_coded_additions_are_null_where_the_product_is_held():
    rows = rows_of((1, ["recibo"]), (2, ["recibo", "cco"]), (3, [])).with_columns(
        owned=pl.Series([0, 0, mask_of("recibo")], dtype=pl.UInt32)
    )
    coded = coded_additions(rows, fewest=2)
    assert coded.columns == ["any product", "Direct debit"]
    assert coded["any product"].to_list() == [1, 1, 0]
    assert coded["Direct debit"].to_list() == [1, 1, None]
