import numpy as np
import pytest

from bank_rs.model.evaluate import answer_metrics
from bank_rs.model.evaluate.answers import counts_of


def test_answers_are_judged_by_precision_and_recall():
    # two answers, two additions, one in common: 1/2 each, and 2 * 1 / (2 + 2)
    assert set(answer_metrics([[1, 1, 0, 0]], [[1, 0, 1, 0]]).values()) == {0.5}


def test_answers_that_are_all_0_score_0():
    added = np.ones((1, 24), np.int8)
    assert set(answer_metrics(np.zeros_like(added), added).values()) == {0.0}


def test_counts_leave_held_pairs_out():
    counts = counts_of(*(np.array(rows, np.int8) for rows in ([[1, 1]], [[1, 0]], [[0, 1]])))
    assert (counts.hits.tolist(), counts.answered.tolist()) == ([1, 0], [1, 0])
    assert counts.pooled.scores["f1"] == pytest.approx([1])
