import numpy as np
import pytest

from bank_rs.model.targets import checked_targets

ROWS = np.zeros((4, 3))


def test_targets_of_each_product_are_kept():
    added = np.eye(4, 3, dtype=int)
    assert np.array_equal(checked_targets(ROWS, added), added)


def test_targets_of_one_product_become_a_column():
    assert checked_targets(ROWS, np.array([0, 1, 1, 0])).shape == (4, 1)


@pytest.mark.parametrize("strange", [2, -1])
def test_targets_other_than_0_and_1_are_refused(strange):
    with pytest.raises(ValueError, match="Only binary"):
        checked_targets(ROWS, np.full((4, 2), strange))


def test_fractions_are_refused():
    with pytest.raises(ValueError, match="Unknown label type"):
        checked_targets(ROWS, np.full(4, 0.5))


def test_more_products_than_columns_are_refused():
    with pytest.raises(ValueError, match="column for each product"):
        checked_targets(ROWS, np.zeros((4, 5), int))
