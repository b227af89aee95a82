import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bank_rs.model.evaluate import MetricInputError, hits_in_rank_order, rank
from tests.model.evaluate.arrays import pairs


def test_rank_puts_the_highest_first_and_ties_in_the_order_of_columns():
    assert rank([[0.1, 0.3, 0.3, 0.2]], k=3).tolist() == [[1, 2, 3]]


def test_rank_is_no_longer_than_the_products():
    assert rank([[0.1, 0.3]], k=7).tolist() == [[1, 0]]


def test_rank_leaves_held_products_out_and_places_empty():
    probabilities = [[0.9, 0.1, 0.0], [0.9, 0.1, 0.0]]
    assert rank(probabilities, [[1, 0, 0], [1, 1, 1]]).tolist() == [[1, 2, -1], [-1, -1, -1]]


def test_rank_of_no_places_is_refused():
    with pytest.raises(MetricInputError, match="at least 1"):
        rank([[0.1]], k=0)


def test_rank_of_very_many_rows_equals_that_of_their_parts():
    probabilities = np.random.default_rng(0).random((150_000, 3))
    held = (probabilities > 0.8).astype(np.int8)
    parts = [slice(start, start + 10_000) for start in range(0, 150_000, 10_000)]
    expected = np.vstack([rank(probabilities[part], held[part]) for part in parts])
    assert np.array_equal(rank(probabilities, held), expected)


@given(pairs(), st.integers(1, 9))
def test_rank_equals_sorting_the_products_in_plain_python(drawn, k):
    probabilities, _, held = drawn
    for row, mask, ranked in zip(probabilities, held, rank(probabilities, held, k), strict=True):
        free = sorted(np.flatnonzero(mask == 0), key=lambda product: -row[product])
        assert [place for place in ranked if place >= 0] == free[:k]


def test_hits_stand_in_rank_order():
    probabilities = [[0.1, 0.4, 0.2]]
    assert hits_in_rank_order(probabilities, [[1, 0, 1]], k=2).tolist() == [[0, 1]]
