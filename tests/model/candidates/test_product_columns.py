import numpy as np

from bank_rs.model.candidates.product_columns import ProductColumns, lacking_pairs

CODES = ("cco", "nom_pens")
NAMES = (
    "held_cco",
    "held_nom_pens",
    "age",
    "since_drop_cco",
    "since_drop_nom_pens",
    "rate_cco",
    "run_nom_pens",
    "run_cco",
)


def test_columns_that_every_product_has_are_its_own():
    columns = ProductColumns.of(NAMES, CODES)
    assert columns.common.tolist() == [0, 1, 2, 5]
    assert columns.own.tolist() == [[3, 7], [4, 6]]


def test_names_that_tell_nothing_are_all_common():
    columns = ProductColumns.of(["held_cco", "held_nom_pens", "age"], CODES)
    assert columns.common.tolist() == [0, 1, 2]
    assert columns.own.shape == (2, 0)


def test_row_of_a_pair_has_the_products_own_columns_at_fixed_places():
    X = np.arange(16, dtype=np.float32).reshape(2, 8)
    rows = ProductColumns.of(NAMES, CODES).rows(X, np.array([0, 1]), np.array([1, 0]))
    assert rows.tolist() == [[0, 1, 2, 5, 4, 6, 1], [8, 9, 10, 13, 11, 15, 0]]
    assert rows.dtype == np.float32


def test_pairs_are_those_of_products_not_held():
    X = np.array([[1, 0, 9], [0, 0, 9], [1, 1, 9]], np.float32)
    found = [
        pair
        for clients, products in lacking_pairs(X, 2, clients=2)
        for pair in zip(clients.tolist(), products.tolist(), strict=True)
    ]
    assert found == [(0, 1), (1, 0), (1, 1)]
