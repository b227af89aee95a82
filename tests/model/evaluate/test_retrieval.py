import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import ndcg_score

from bank_rs.model.evaluate import hit_rate_at_k, hits_at_k, ndcg_at_k, rank, recall_at_k

RANKED = [[0, 1, 2], [2, 1, 0], [0, 1, 2], [0, 1, 2]]
ADDED = [[1, 0, 1], [1, 0, 0], [0, 0, 1], [0, 0, 0]]


def test_hit_rate_counts_buyers_only():
    # of three buyers one finds an addition in the first place, the same one in the first two
    assert hit_rate_at_k(RANKED, ADDED, 1) == pytest.approx(1 / 3)
    assert hit_rate_at_k(RANKED, ADDED, 3) == 1


def test_hits_count_every_client():
    assert hits_at_k(RANKED, ADDED, 1) == pytest.approx(1 / 4)
    assert hits_at_k(RANKED, ADDED) == pytest.approx(3 / 4)


def test_recall_is_the_share_of_the_additions():
    # the first buyer finds one of two, the others none
    assert recall_at_k(RANKED, ADDED, 2) == pytest.approx((1 / 2 + 0 + 0) / 3)


def test_ndcg_worked_by_hand():
    # hits at ranks 1 and 3 of the best 1 and 2; at rank 3 of the best 1, twice
    first = (1 + 1 / np.log2(4)) / (1 + 1 / np.log2(3))
    assert ndcg_at_k(RANKED, ADDED) == pytest.approx((first + 2 / np.log2(4)) / 3)


@given(st.integers(0, 2**32 - 1), st.integers(1, 9))
def test_ndcg_equals_scikit_learn(seed, k):
    rng = np.random.default_rng(seed)
    probabilities, added = rng.random((20, 8)), rng.integers(0, 2, (20, 8))
    added[:, 0] |= ~added.any(axis=1)
    expected = ndcg_score(added, probabilities, k=k)
    assert ndcg_at_k(rank(probabilities, k=k), added, k) == pytest.approx(expected)


@pytest.mark.parametrize("metric", [hit_rate_at_k, hits_at_k, recall_at_k, ndcg_at_k])
def test_without_buyers_all_are_0(metric):
    assert metric([[0, 1]], [[0, 0]]) == 0
