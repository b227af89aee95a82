import numpy as np
import pytest

from bank_rs.catalog import CODES
from bank_rs.model.evaluate import MetricInputError, product_table


def test_product_table_leaves_holders_out():
    held = np.zeros((4, 24), np.int8)
    held[3, 0] = 1
    added = np.zeros_like(held)
    added[0, 0] = 1
    row = product_table(np.where(held, 0.0, 0.25), added, added, held).row(0, named=True)
    assert (row["additions"], row["expected"], row["answered"]) == (1, 0.75, 1)
    assert (row["eligible"], row["predicted_over_actual"]) == (3, 0.75)
    assert (row["auc"], row["f1"]) == (0.5, 1)
    # one threshold, at which one of three is an addition
    assert row["average_precision"] == pytest.approx(1 / 3)


def test_product_table_of_no_additions_has_no_quality():
    nothing = np.zeros((2, 24), np.int8)
    table = product_table(nothing + 0.1, nothing, nothing, nothing)
    assert table["product"].to_list() == list(CODES)
    for column in ("auc", "average_precision", "predicted_over_actual"):
        assert table[column].null_count() == 24
    assert table["recall"].sum() == 0


def test_product_table_of_some_products_is_refused():
    nothing = np.zeros((2, 23), np.int8)
    with pytest.raises(MetricInputError, match="24 columns, not 23"):
        product_table(nothing, nothing, nothing, nothing)
