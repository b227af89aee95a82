import numpy as np
import pytest

from bank_rs.model.candidates.multiclass import MulticlassClassifier
from tests.model.candidates.matrices import two_products

HINTED = np.array([[0, 0, 1], [0, 0, 0], [1, 0, 1]], np.float32)


def fitted(X, Y, weights=None, **parameters):
    return MulticlassClassifier(threads=1, **parameters).fit(X, Y, weights)


def test_probability_is_that_of_being_picked_among_the_additions():
    found = fitted(*two_products((0.4, 0.2))).predict_proba(HINTED)
    # both with .4 x .2 = .08, of which half counts for each
    assert found == pytest.approx(np.array([[0.36, 0.16], [0, 0], [0, 0.2]]), abs=0.05)
    assert found[2, 0] == 0


def test_probabilities_of_one_client_sum_to_that_of_any_addition():
    X, Y = two_products((0.4, 0.2))
    hinted = X[:, 2] == 1
    sums = fitted(X, Y).predict_proba(X).sum(axis=1)
    assert sums.max() <= 1
    assert sums[hinted].mean() == pytest.approx(Y[hinted].any(axis=1).mean(), abs=0.03)


def test_fewer_clients_who_add_nothing_leave_the_level_as_it_is():
    X, Y = two_products((0.4, 0.2))
    full, drawn = (fitted(X, Y, max_nothing=most).predict_proba(X) for most in (10_000, 500))
    assert drawn.mean(axis=0) == pytest.approx(full.mean(axis=0), rel=0.1)


def test_weights_of_rows_are_honoured():
    X, Y = two_products((0.4, 0.2))
    weights = np.where(Y.any(axis=1), 5.0, 1.0)
    weighted, plain = (fitted(X, Y, w).predict_proba(HINTED)[0] for w in (weights, None))
    assert (weighted > plain).all()


def test_product_with_few_additions_gets_its_rate():
    X, Y = two_products((0.4, 0.01))
    model = fitted(X, Y, min_additions=100)
    assert model.products_.tolist() == [0]
    assert model.predict_proba(X)[:, 1] == pytest.approx(np.full(len(X), Y[:, 1].mean()))


def test_nothing_added_at_all_is_answered_with_0():
    X, Y = two_products((0.0, 0.0))
    assert not fitted(X, Y).predict_proba(X).any()
