import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from bank_rs.model.candidates.shrinkage import shrunk_rates

TRIALS = arrays(np.float64, (5, 2), elements=st.integers(0, 1000).map(float))


@given(TRIALS, st.randoms(use_true_random=False))
def test_rate_lies_between_that_of_the_group_and_that_of_the_whole(trials, random):
    events = np.floor(trials * random.random())
    whole = events.sum(axis=0) / np.maximum(trials.sum(axis=0), 1)
    own = np.where(trials > 0, events / np.maximum(trials, 1), whole)
    rates = shrunk_rates(events, trials)
    assert (rates >= np.minimum(own, whole) - 1e-12).all()
    assert (rates <= np.maximum(own, whole) + 1e-12).all()


def test_groups_that_do_not_differ_get_the_rate_of_the_whole():
    trials = np.array([[10.0], [1000.0]])
    assert shrunk_rates(0.1 * trials, trials) == pytest.approx(np.full((2, 1), 0.1))


def test_large_groups_that_differ_keep_their_rates():
    trials = np.full((2, 1), 1e6)
    events = np.array([[1e5], [3e5]])
    assert shrunk_rates(events, trials) == pytest.approx(events / trials, rel=1e-4)


def test_small_group_leans_on_the_whole_more_than_a_large_one_of_the_same_rate():
    trials = np.array([[10.0], [10_000.0], [10_000.0]])
    small, large, _ = shrunk_rates(trials * [[0.3], [0.3], [0.1]], trials)[:, 0]
    assert 0.2 < small < large < 0.3


def test_group_without_trials_gets_the_rate_of_the_whole():
    trials = np.array([[0.0], [100.0], [100.0]])
    rates = shrunk_rates(np.array([[0.0], [10.0], [50.0]]), trials)
    assert rates[0, 0] == pytest.approx(0.3)


def test_product_nobody_could_add_has_the_rate_0():
    assert not shrunk_rates(np.zeros((3, 1)), np.zeros((3, 1))).any()
