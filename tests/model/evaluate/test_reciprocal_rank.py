import numpy as np
import pytest
from hypothesis import given

from bank_rs.model.evaluate import MetricInputError, rank, reciprocal_ranks
from tests.model.evaluate.arrays import pairs


@given(pairs())
def test_ranks_are_those_of_the_list(drawn):
    scores, added, _ = drawn
    found = reciprocal_ranks(scores, added)
    for client, products in enumerate(rank(scores).tolist()):
        for product in range(added.shape[1]):
            listed = added[client, product] and product in products
            expected = 1 / (products.index(product) + 1) if listed else 0
            assert found[client, product] == pytest.approx(expected)


def test_places_beyond_the_list_are_worth_nothing():
    scores = np.arange(9, 0, -1)[None] / 10
    found = reciprocal_ranks(scores, np.ones((1, 9), np.int8), k=2)
    assert found.tolist() == [[1.0, 0.5, *[0.0] * 7]]


def test_arrays_of_other_clients_are_refused():
    with pytest.raises(MetricInputError, match="same clients"):
        reciprocal_ranks([[0.5]], [[1], [0]])
