import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import accuracy_score, precision_recall_fscore_support, roc_auc_score

from bank_rs.model.evaluate import classification_metrics
from tests.model.evaluate.arrays import pairs

AVERAGES = ("micro", "macro", "weighted")


@given(pairs(min_columns=2, max_rows=20))
def test_answers_equal_scikit_learn(drawn):
    probabilities, added, _ = drawn
    answers = (probabilities >= 0.5).astype(np.int8)
    metrics = classification_metrics(probabilities, answers, added)
    for average in AVERAGES:
        expected = precision_recall_fscore_support(
            added, answers, average=average, zero_division=0
        )[:3]
        names = (f"{name}_{average}" for name in ("precision", "recall", "f1"))
        assert [metrics[name] for name in names] == pytest.approx(expected)
    assert metrics["subset_accuracy"] == pytest.approx(accuracy_score(added, answers))


@given(st.integers(0, 2**32 - 1))
def test_areas_equal_scikit_learn(seed):
    rng = np.random.default_rng(seed)
    probabilities, added = rng.random((30, 4)).round(1), rng.integers(0, 2, (30, 4))
    added[:2] = [[0] * 4, [1] * 4]
    metrics = classification_metrics(probabilities, added, added)
    for average in AVERAGES:
        expected = roc_auc_score(added, probabilities, average=average)
        assert metrics[f"roc_auc_{average}"] == pytest.approx(expected)


def test_held_pairs_are_left_out():
    probabilities, answers = [[0.0, 0.9], [0.4, 0.1]], [[1, 1], [0, 0]]
    added, held = [[0, 1], [1, 0]], [[1, 0], [0, 0]]
    eligible = classification_metrics(probabilities, answers, added, held)
    everything = classification_metrics(probabilities, answers, added)
    # without the held pair one answer of one is right, with it one of two
    assert (eligible["precision_micro"], everything["precision_micro"]) == (1, 0.5)
    assert (eligible["subset_accuracy"], everything["subset_accuracy"]) == (0.5, 0)
    # 0.9 and 0.4 against 0.1, then against 0.1 and the 0 that is held: all won
    assert (eligible["roc_auc_micro"], everything["roc_auc_micro"]) == (1, 1)


def test_column_without_additions_has_no_part_in_the_areas():
    metrics = classification_metrics([[0.9, 0.2], [0.1, 0.8]], [[0, 0]] * 2, [[1, 0], [0, 0]])
    assert (metrics["roc_auc_macro"], metrics["roc_auc_weighted"]) == (1, 1)
    # 0.9 against 0.2, 0.1 and 0.8
    assert metrics["roc_auc_micro"] == 1


def test_areas_are_unknown_when_nobody_adds():
    metrics = classification_metrics([[0.9], [0.1]], [[0], [0]], [[0], [0]])
    assert np.isnan([metrics[f"roc_auc_{average}"] for average in AVERAGES]).all()
    assert metrics["hits_at_5"] == 0


def test_hits_at_5_count_every_client():
    probabilities = np.tile(np.arange(6, 0, -1) / 10, (4, 1))
    added = np.zeros((4, 6), np.int8)
    added[0, 4] = added[1, 5] = 1
    # of four clients one finds an addition in the fifth place, one has it in the sixth
    metrics = classification_metrics(probabilities, added, added)
    assert metrics["hits_at_5"] == pytest.approx(1 / 4)
