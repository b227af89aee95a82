import numpy as np
import pytest

from bank_rs.model.candidates.histogram import HistogramClassifier
from tests.model.candidates.matrices import two_products


@pytest.fixture(scope="module")
def matrices():
    return two_products((0.4, 0.2))


def test_probabilities_are_those_of_the_draw(matrices):
    X, Y = matrices
    hinted = np.array([[0, 0, 1], [0, 0, 0], [1, 0, 1]], np.float32)
    found = HistogramClassifier().fit(X, Y).predict_proba(hinted)
    assert found == pytest.approx(np.array([[0.4, 0.2], [0, 0], [0, 0.2]]), abs=0.05)
    assert found[2, 0] == 0


def test_fewer_negatives_leave_the_level_as_it_is(matrices):
    X, Y = matrices
    drawn = HistogramClassifier(max_negatives=500).fit(X, Y).predict_proba(X)
    assert drawn.mean(axis=0) == pytest.approx(Y.mean(axis=0), rel=0.05)


def test_weights_of_rows_are_honoured(matrices):
    X, Y = matrices
    weights = np.where(Y[:, 0] == 1, 3.0, 1.0)
    found = HistogramClassifier().fit(X, Y, weights).predict_proba(X)
    assert found[X[:, 2] == 1].max() == pytest.approx(3 * 0.4 / (3 * 0.4 + 0.6), abs=0.05)


def test_product_with_few_additions_gets_its_rate(matrices):
    X, Y = matrices
    model = HistogramClassifier(min_additions=10_000).fit(X, Y)
    assert model.models_ == [None, None]
    assert model.predict_proba(X)[:, 1] == pytest.approx(np.full(len(X), Y[:, 1].mean()))
