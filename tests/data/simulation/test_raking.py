import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bank_rs.data.simulation.raking import fit_margins, rake

counts = st.lists(st.integers(1, 1000), min_size=2, max_size=6)


@given(counts, counts)
def test_fitted_table_has_the_wanted_margins(rows, columns):
    rows, columns = np.array(rows, float), np.array(columns, float)
    table = fit_margins(np.ones((rows.size, columns.size)), rows, columns)
    np.testing.assert_allclose(table.sum(axis=1), rows)
    np.testing.assert_allclose(table.sum(axis=0), columns * rows.sum() / columns.sum())


def test_fitted_table_keeps_its_zeros():
    table = fit_margins(
        np.array([[1.0, 0.0], [1.0, 1.0]]), np.array([2.0, 8.0]), np.array([5.0, 5])
    )
    assert table[0, 1] == 0


def test_raked_cells_meet_totals_that_overlap():
    members = np.array([[1.0, 1, 0], [0, 1, 1], [1, 1, 1]])
    cells = rake(np.ones(3), members, np.array([30.0, 50.0, 70.0]), rounds=200)
    np.testing.assert_allclose(members @ cells, [30, 50, 70], rtol=1e-6)


def test_raked_cells_meet_a_weighted_total():
    members = np.array([[1.0, 1, 1], [1, 2, 3]])
    cells = rake(np.ones(3), members, np.array([10.0, 26.0]), rounds=200)
    np.testing.assert_allclose(members @ cells, [10, 26], rtol=1e-4)
