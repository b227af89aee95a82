import numpy as np
import pytest
from sklearn.exceptions import NotFittedError

from bank_rs.catalog import CODES
from bank_rs.data.ownership import unpack
from bank_rs.data.panel import transitions
from bank_rs.model.popularity import Popularity, popularity


def test_popularity_is_the_share_of_those_who_lacked_the_product(panel):
    rows = transitions(panel)
    held, added = unpack(rows["owned"]) == 1, unpack(rows["added"]) == 1
    rates = popularity(rows).predict_proba(np.zeros((1, len(CODES))))[0]
    assert rates == pytest.approx(added.sum(axis=0) / (~held).sum(axis=0))


def test_popularity_of_what_is_held_is_0(panel):
    rows = transitions(panel)
    held = unpack(rows["owned"])
    assert not popularity(rows).predict_proba(held)[held == 1].any()


def test_popularity_of_what_everybody_holds_is_0():
    held, added = np.ones((3, 1), np.int8), np.zeros((3, 1), np.int8)
    assert Popularity().fit(held, added).rates_.tolist() == [0.0]


def test_weight_of_2_counts_as_the_row_twice(panel):
    rows = transitions(panel).head(500)
    held, added = unpack(rows["owned"]), unpack(rows["added"])
    weights = np.random.default_rng(0).integers(1, 4, len(held))
    twice = Popularity().fit(held.repeat(weights, axis=0), added.repeat(weights, axis=0))
    weighted = Popularity().fit(held, added, weights.astype(float))
    assert weighted.rates_ == pytest.approx(twice.rates_)


def test_popularity_before_fit_is_refused():
    with pytest.raises(NotFittedError):
        Popularity().predict_proba(np.zeros((1, 24), np.int8))
