import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from bank_rs.model.evaluate import (
    answer_metrics,
    average_precision_at,
    product_table,
    ranking_metrics,
)

SHAPE = st.tuples(st.integers(1, 6), st.just(24))
FLAGS = SHAPE.flatmap(lambda shape: arrays(np.int8, shape, elements=st.integers(0, 1)))


def average_precision_by_the_book(ranked: list[int], added: set[int], k: int) -> float:
    """The competition's formula, one client at a time."""
    if not added:
        return 0.0
    hits, total = 0, 0.0
    for rank, product in enumerate(ranked[:k], start=1):
        if product in added:
            hits += 1
            total += hits / rank
    return total / min(len(added), k)


@given(FLAGS, st.integers(0, 2**32 - 1))
def test_average_precision_equals_the_formula(added, seed):
    scores = np.random.default_rng(seed).random(added.shape)
    expected = [
        average_precision_by_the_book(list(np.argsort(-row)), set(np.flatnonzero(truth)), 7)
        for row, truth in zip(scores, added, strict=True)
    ]
    assert average_precision_at(scores, added) == pytest.approx(expected)


@given(FLAGS)
def test_perfect_ranking_reaches_the_ceiling(added):
    metrics = ranking_metrics(added.astype(float), added)
    assert metrics["map_at_7"] == pytest.approx(metrics["map_at_7_ceiling"])


def test_ranking_of_clients_who_add_nothing_is_0():
    metrics = ranking_metrics(np.ones((3, 24)), np.zeros((3, 24), np.int8))
    assert set(metrics.values()) == {0.0}


def test_hit_rates_count_buyers_only():
    added = np.zeros((4, 24), np.int8)
    added[0, 0] = added[1, 5] = 1
    scores = np.tile(np.arange(24, 0, -1.0), (4, 1))
    metrics = ranking_metrics(scores, added)
    assert (metrics["hit_rate_at_1"], metrics["hit_rate_at_7"]) == (0.5, 1.0)


def test_answers_are_judged_by_precision_and_recall():
    added = np.array([[1, 0, 1, 0]], np.int8)
    answers = np.array([[1, 1, 0, 0]], np.int8)
    assert set(answer_metrics(answers, added).values()) == {0.5}


def test_answers_that_are_all_0_score_0():
    added = np.ones((1, 24), np.int8)
    assert set(answer_metrics(np.zeros_like(added), added).values()) == {0.0}


def test_product_table_leaves_holders_out():
    held = np.zeros((4, 24), np.int8)
    held[3, 0] = 1
    added = np.zeros_like(held)
    added[0, 0] = 1
    probabilities = np.where(held, 0.0, 0.25)
    row = product_table(probabilities, added, added, held).row(0, named=True)
    assert (row["additions"], row["expected"], row["answered"]) == (1, 0.75, 1)
    assert row["auc"] == 0.5
