import numpy as np
import pytest

from bank_rs.catalog import CODES
from bank_rs.data.ownership import unpack
from bank_rs.data.panel import transitions
from bank_rs.model.popularity import popularity


def test_popularity_is_the_share_of_those_who_lacked_the_product(panel):
    rows = transitions(panel)
    held, added = unpack(rows["owned"]) == 1, unpack(rows["added"]) == 1
    rates = popularity(rows).predict_proba(np.zeros((1, len(CODES))))[0]
    assert rates == pytest.approx(added.sum(axis=0) / (~held).sum(axis=0))


def test_popularity_of_what_is_held_is_0(panel):
    rows = transitions(panel)
    held = unpack(rows["owned"])
    assert not popularity(rows).predict_proba(held)[held == 1].any()
