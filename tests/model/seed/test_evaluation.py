from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from sklearn.metrics import accuracy_score, f1_score, precision_score, recall_score, roc_auc_score

from bank_rs.model.candidates.comeback import Comeback
from bank_rs.model.seed import Choice, evaluate_as_seed
from bank_rs.model.seed.answers import Answers
from bank_rs.model.seed.evaluation import OURS, metrics_of


@pytest.fixture(scope="module")
def evaluation(protocol):
    return evaluate_as_seed(protocol, Comeback(), tuple(Choice))


def test_metrics_are_those_of_scikit_learn_over_all_pairs(evaluation):
    scores, added = evaluation.test.probabilities, evaluation.test.added
    metrics = evaluation.metrics[Choice.HALF]
    answers = scores >= 0.5
    known = added.any(axis=0)
    assert metrics["subset_accuracy"] == pytest.approx(accuracy_score(added, answers))
    for average in ("micro", "macro", "weighted"):
        how = {"average": average, "zero_division": 0}
        assert metrics[f"precision_{average}"] == pytest.approx(
            precision_score(added, answers, **how)
        )
        assert metrics[f"recall_{average}"] == pytest.approx(recall_score(added, answers, **how))
        assert metrics[f"f1_{average}"] == pytest.approx(f1_score(added, answers, **how))
    for average in ("macro", "weighted"):
        area = roc_auc_score(added[:, known], scores[:, known], average=average)
        assert metrics[f"roc_auc_{average}"] == pytest.approx(area)


def test_hits_are_counted_over_all_rows():
    scores = np.linspace(1, 0, 7)[None].repeat(4, axis=0)
    added = np.zeros((4, 7), np.int8)
    added[0, 4] = added[1, 5] = 1
    metrics = metrics_of(Answers(scores, added), np.full(7, 2.0))
    assert metrics["hits_at_5"] == 0.25
    assert metrics["subset_accuracy"] == 0.5


def test_thresholds_known_from_the_test_rows_have_the_highest_macro_f1(evaluation):
    scores = {choice: metrics["f1_macro"] for choice, metrics in evaluation.metrics.items()}
    assert max(scores, key=scores.get) == Choice.TEST


def test_ranking_does_not_depend_on_the_thresholds(evaluation):
    assert len({metrics["hits_at_5"] for metrics in evaluation.metrics.values()}) == 1
    assert len({metrics["roc_auc_micro"] for metrics in evaluation.metrics.values()}) == 1


def test_thresholds_of_ours_do_not_depend_on_what_the_test_rows_add(protocol, evaluation):
    others = replace(protocol, test=protocol.test.with_columns(added=~pl.col("owned")))
    flipped = evaluate_as_seed(others, Comeback(), tuple(Choice)).thresholds
    for choice in OURS:
        assert np.array_equal(flipped[choice], evaluation.thresholds[choice])
    assert not np.array_equal(flipped[Choice.TEST], evaluation.thresholds[Choice.TEST])


def test_one_training_month_is_enough_for_one_half(protocol):
    train = protocol.train.filter(pl.col("fetch_date") == pl.col("fetch_date").max())
    short = replace(protocol, train=train)
    evaluation = evaluate_as_seed(short, Comeback(), [Choice.HALF])
    assert evaluation.thresholds[Choice.HALF].tolist() == [0.5] * len(protocol.targets)
