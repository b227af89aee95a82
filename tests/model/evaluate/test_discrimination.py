import numpy as np
import pytest
from hypothesis import given
from sklearn.metrics import average_precision_score, roc_auc_score

from bank_rs.model.evaluate import discrimination
from tests.model.evaluate.arrays import pairs


def test_discrimination_worked_by_hand():
    # additions at 0.8 and 0.4, the others at 0.4 and 0.1: of four pairs three are won, one is tied
    found = discrimination([[0.8], [0.4], [0.4], [0.1]], [[1], [0], [1], [0]])
    assert found.roc_auc == pytest.approx([3.5 / 4])
    # half the recall at precision 1/1, half at 2/3
    assert found.average_precision == pytest.approx([(1 + 2 / 3) / 2])


@given(pairs(max_rows=20))
def test_discrimination_equals_scikit_learn(drawn):
    probabilities, added, held = drawn
    found = discrimination(probabilities, added, held)
    for product in range(added.shape[1]):
        free = held[:, product] == 0
        _check(
            added[free, product],
            probabilities[free, product],
            (found.roc_auc[product], found.average_precision[product]),
        )
    pooled = (found.roc_auc_micro, found.average_precision_micro)
    _check(added[held == 0], probabilities[held == 0], pooled)


def _check(truth, scores, found):
    if 0 < truth.sum() < len(truth):
        assert found == pytest.approx(
            (roc_auc_score(truth, scores), average_precision_score(truth, scores))
        )
    else:
        assert np.isnan(found).all()


def test_discrimination_leaves_its_input_as_it_is():
    probabilities = np.array([[0.8], [0.4]])
    discrimination(probabilities, [[0], [1]])
    assert probabilities.tolist() == [[0.8], [0.4]]
