from copy import copy

import numpy as np
import pytest
from sklearn.base import clone

from bank_rs.model.candidates.product_feature import ProductFeatureClassifier
from bank_rs.model.features import ClientFeatures


def fitted(rows, added, weights=None, **parameters):
    model = ProductFeatureClassifier(rounds=20, threads=1, **parameters)
    return model.fit(rows, added, weights)


@pytest.fixture(scope="module")
def model(rows, added):
    return fitted(rows, added)


def test_level_is_that_of_the_additions(model, rows, added):
    assert model.predict_proba(rows).sum() == pytest.approx(added.sum(), rel=0.2)


def test_popular_products_are_more_probable(model, rows, added):
    means = model.predict_proba(rows).mean(axis=0)
    assert np.corrcoef(means, added.mean(axis=0))[0, 1] > 0.9


def test_size_of_the_chunks_does_not_matter(model, rows):
    expected = model.predict_proba(rows)
    chunked = copy(model).set_params(chunk_clients=7)
    assert np.array_equal(chunked.predict_proba(rows.head(50)), expected[:50])


def test_fewer_negatives_leave_the_level_as_it_is(rows, added):
    drawn = fitted(rows, added, max_negatives=20_000).predict_proba(rows)
    assert drawn.sum() == pytest.approx(added.sum(), rel=0.25)


def test_weights_of_rows_are_honoured(model, rows, added):
    weights = np.where(added.any(axis=1), 1.0, 10.0)
    weighted = fitted(rows, added, weights).predict_proba(rows)
    assert weighted.sum() < 0.5 * model.predict_proba(rows).sum()


def test_nothing_added_at_all_is_answered_with_0(rows, added):
    assert not fitted(rows, np.zeros_like(added)).predict_proba(rows).any()


def test_features_given_are_used_and_left_unfitted(rows, added):
    features = ClientFeatures()
    model = fitted(rows, added, features=features)
    assert model.features_ is not features
    assert clone(model).get_params()["features"].get_params() == features.get_params()
