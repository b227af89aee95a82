import sys

import numpy as np
import pytest
from sklearn.base import clone

from bank_rs.data.ownership import unpack
from bank_rs.model.candidates.seed_pipeline import CatBoostMissingError, SeedPipeline


@pytest.fixture(scope="module")
def common(added):
    """The answers with all but the three most added products left out."""
    few = np.zeros_like(added)
    most = added.sum(axis=0).argsort()[-3:]
    few[:, most] = added[:, most]
    return few


def fitted(rows, added, weights=None, **parameters):
    return SeedPipeline(iterations=10, threads=1, **parameters).fit(rows, added, weights)


def eligible_mean(model, rows):
    return model.predict_proba(rows).sum() / (unpack(rows["owned"]) == 0).sum()


def test_product_nobody_added_has_no_model(rows, common):
    model = fitted(rows, common)
    assert np.array_equal(model.products_, np.flatnonzero(common.any(axis=0)))
    others = np.setdiff1d(np.arange(24), model.products_)
    assert not model.predict_proba(rows)[:, others].any()


def test_nothing_added_at_all_is_answered_with_0(rows, added):
    assert not fitted(rows, np.zeros_like(added)).predict_proba(rows).any()


def test_class_weights_raise_the_probabilities(rows, common):
    plain, seed, balanced = (
        eligible_mean(fitted(rows, common, class_weights=weights), rows)
        for weights in ((1.0, 1.0), (1.0, 4.0), "Balanced")
    )
    assert plain < seed < balanced


def test_weights_of_rows_are_honoured(rows, common):
    weights = np.where(common.any(axis=1), 1.0, 20.0)
    weighted = fitted(rows, common, weights)
    assert eligible_mean(weighted, rows) < eligible_mean(fitted(rows, common), rows)


def test_same_rows_give_the_same_model(rows, common):
    first, again = (fitted(rows, common).predict_proba(rows) for _ in range(2))
    assert np.array_equal(first, again)


@pytest.mark.parametrize("weights", [(1.0, 4.0), "Balanced"])
def test_estimator_is_cloned_with_its_parameters(weights):
    model = SeedPipeline(class_weights=weights, threads=1)
    assert clone(model).get_params() == model.get_params()


def test_catboost_that_is_not_installed_is_named_with_the_cure(rows, added, monkeypatch):
    monkeypatch.setitem(sys.modules, "catboost", None)
    with pytest.raises(CatBoostMissingError, match=r"requirements-dev\.txt"):
        SeedPipeline().fit(rows, added)
