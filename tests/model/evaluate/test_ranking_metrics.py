import numpy as np
import pytest
from hypothesis import given

from bank_rs.model.evaluate import average_precision_at, rank, ranking_metrics
from bank_rs.model.evaluate.retrieval import hit_rate_at_k, ndcg_at_k, recall_at_k
from tests.model.evaluate.arrays import pairs


def test_metrics_of_clients_who_add_nothing_are_0():
    metrics = ranking_metrics(np.ones((3, 24)), np.zeros((3, 24), np.int8))
    assert set(metrics.values()) == {0.0}


def test_metrics_worked_by_hand():
    added = np.zeros((4, 24), np.int8)
    added[0, 0] = added[1, 5] = 1
    metrics = ranking_metrics(np.tile(np.arange(24, 0, -1.0), (4, 1)), added)
    # two of four clients buy; their additions rank first and sixth
    assert metrics == pytest.approx(
        {
            "map_at_7": (1 + 1 / 6) / 4,
            "map_at_7_ceiling": 1 / 2,
            "map_at_7_normalised": (1 + 1 / 6) / 2,
            "hit_rate_at_1": 1 / 2,
            "hit_rate_at_3": 1 / 2,
            "hit_rate_at_5": 1 / 2,
            "hit_rate_at_7": 1,
            "ndcg_at_7": (1 + 1 / np.log2(7)) / 2,
            "recall_at_7": 1,
        }
    )


@given(pairs())
def test_metrics_equal_those_of_the_lists(drawn):
    probabilities, added, _ = drawn
    metrics, ranked = ranking_metrics(probabilities, added), rank(probabilities)
    assert metrics["map_at_7"] == pytest.approx(average_precision_at(probabilities, added).mean())
    assert metrics["hit_rate_at_3"] == pytest.approx(hit_rate_at_k(ranked, added, 3))
    assert metrics["ndcg_at_7"] == pytest.approx(ndcg_at_k(ranked, added))
    assert metrics["recall_at_7"] == pytest.approx(recall_at_k(ranked, added))


@given(pairs())
def test_perfect_ranking_reaches_the_ceiling(drawn):
    metrics = ranking_metrics(drawn[1].astype(float), drawn[1])
    assert metrics["map_at_7"] == pytest.approx(metrics["map_at_7_ceiling"])
