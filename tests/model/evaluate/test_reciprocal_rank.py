import numpy as np
import pytest
from hypothesis import given

from bank_rs.model.evaluate import MetricInputError, rank, reciprocal_ranks
from tests.model.evaluate.arrays import pairs


@given(pairs())
def test_ranks_count_what_was_not_added(drawn):
    scores, added, _ = drawn
    found = reciprocal_ranks(scores, added)
    for client, products in enumerate(rank(scores).tolist()):
        for product in range(added.shape[1]):
            expected = 0.0
            if added[client, product] and product in products:
                before = products[: products.index(product)]
                expected = 1 / (1 + sum(not added[client, other] for other in before))
            assert found[client, product] == pytest.approx(expected)


def test_products_added_together_do_not_take_each_others_place():
    added = [[1, 1, 0]]
    for scores in ([[0.9, 0.8, 0.1]], [[0.8, 0.9, 0.1]]):
        assert reciprocal_ranks(scores, added).tolist() == [[1, 1, 0]]


def test_places_beyond_the_list_are_worth_nothing():
    scores = np.arange(9, 0, -1)[None] / 10
    found = reciprocal_ranks(scores, np.eye(9, dtype=np.int8)[[2]], k=2)
    assert found.tolist() == [[0.0] * 9]


def test_arrays_of_other_clients_are_refused():
    with pytest.raises(MetricInputError, match="same clients"):
        reciprocal_ranks([[0.5]], [[1], [0]])
