import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.metrics import f1_score

from bank_rs.model.seed.answers import Answers
from bank_rs.model.seed.thresholds import each_best, precision_at_recall, shared_best
from bank_rs.model.thresholds import NEVER, answers_of

SCORES = arrays(np.float64, (8, 2), elements=st.integers(1, 20).map(lambda n: n / 20))
ADDED = arrays(np.int8, (8, 2), elements=st.integers(0, 1)).filter(lambda a: a.any(axis=0).all())


@given(SCORES, ADDED)
def test_no_other_shared_threshold_has_a_higher_micro_f1(scores, added):
    best = answers_of(scores, shared_best(Answers(scores, added)))
    others = [f1_score(added, scores >= t, average="micro") for t in np.unique(scores)]
    assert f1_score(added, best, average="micro") == pytest.approx(max(others))


@given(SCORES, ADDED)
def test_thresholds_of_each_product_have_at_least_the_macro_f1_of_any_shared_one(scores, added):
    best = answers_of(scores, each_best(Answers(scores, added)))
    others = [f1_score(added, scores >= t, average="macro") for t in np.unique(scores)]
    assert f1_score(added, best, average="macro") >= max(others) - 1e-12


def test_threshold_lies_halfway_to_the_next_lower_probability():
    answers = Answers(np.array([[0.8], [0.4], [0.2]]), np.array([[1], [0], [0]], np.int8))
    assert each_best(answers) == pytest.approx([0.6], rel=1e-3)
    assert shared_best(answers) == pytest.approx([0.6], rel=1e-3)


def test_ties_in_the_order_of_a_rule_are_not_told_apart():
    scores = np.array([[0.650001], [0.65], [0.2]])
    answers = Answers(scores, np.array([[1], [0], [0]], np.int8))
    assert each_best(answers) == pytest.approx([(0.65 + 0.2) / 2], rel=1e-3)


def test_rare_products_have_thresholds_too():
    scores = np.array([[3e-6], [1e-6], [0.0]])
    answers = Answers(scores, np.array([[1], [0], [0]], np.int8))
    assert each_best(answers) == pytest.approx([2e-6], rel=0.05)


def test_product_that_only_holders_could_add_is_never_answered():
    answers = Answers(np.zeros((2, 1)), np.array([[1], [0]], np.int8))
    assert each_best(answers).tolist() == [NEVER]


def test_product_with_too_few_additions_is_never_answered():
    answers = Answers(np.array([[0.8, 0.9], [0.4, 0.1]]), np.array([[1, 1], [1, 0]], np.int8))
    assert each_best(answers, min_additions=2) == pytest.approx([0.2, NEVER], rel=1e-3)


def test_nothing_added_at_all_is_never_answered():
    answers = Answers(np.full((2, 3), 0.5), np.zeros((2, 3), np.int8))
    assert shared_best(answers).tolist() == [NEVER] * 3


@pytest.mark.parametrize(
    ("recall", "precision"), [(0.0, 1.0), (0.5, 1.0), (0.6, 2 / 3), (1.0, 2 / 3)]
)
def test_precision_at_recall(recall, precision):
    scores, added = np.array([[0.9, 0.8], [0.7, 0.1]]), np.array([[1, 0], [1, 0]], np.int8)
    assert precision_at_recall(Answers(scores, added), recall) == pytest.approx(precision)
