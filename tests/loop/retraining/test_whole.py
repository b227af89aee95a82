import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bank_rs.loop.retraining.bounds import Bounds
from bank_rs.loop.retraining.whole import (
    better_check,
    calibration_check,
    latency_check,
    loss_check,
)
from bank_rs.model.evaluate import MetricInputError
from tests.loop.retraining.hand_made import FEW, everybody_buys, outcome_of, performance

TENTHS = st.integers(0, 9).map(lambda tenths: tenths / 10)
PRECISION = st.lists(TENTHS, min_size=1, max_size=30).map(np.array)


def better(challenger, other, outcome=None):
    outcome = outcome or everybody_buys(len(challenger))
    return better_check("better", np.asarray(challenger), np.asarray(other), outcome, FEW)


@given(PRECISION)
def test_model_is_never_better_than_itself(precision):
    check = better(precision, precision)
    assert not check.passed
    assert check.figure == 0


@given(PRECISION)
def test_model_better_for_every_client_is_better(precision):
    assert better(precision + 0.1, precision).passed
    assert not better(precision, precision + 0.1).passed


@given(PRECISION, PRECISION, st.randoms(use_true_random=False))
def test_order_of_clients_does_not_matter(challenger, champion, random):
    clients = min(len(challenger), len(champion))
    order = random.sample(range(clients), clients)
    first, second = challenger[:clients], champion[:clients]
    assert better(first, second).shown == better(first[order], second[order]).shown


def test_gain_within_chance_is_none():
    gain = np.tile([0.9, 0.1, 0.6], 3)
    check = better(gain, np.full(9, 0.5))
    assert check.figure > 0
    assert not check.passed
    assert "not higher beyond chance" in check.sentence


def test_interval_that_touches_zero_does_not_pass():
    # one buyer of 20 gains: a third of the resamples lack him and say 0
    precision = np.zeros(20)
    added = np.zeros((20, 1))
    added[0], precision[0] = 1, 1
    check = better(precision, np.zeros(20), outcome_of(added))
    assert check.figure == pytest.approx(0.05)
    assert not check.passed


def test_seed_repeats_the_figures():
    rng = np.random.default_rng(0)
    first, second = rng.random(50), rng.random(50)
    assert better(first, second) == better(first, second)


def test_month_without_buyers_is_refused():
    with pytest.raises(MetricInputError, match="choose a month with buyers"):
        better([0.0], [0.0], outcome_of([[0]]))


@pytest.mark.parametrize(
    ("expected", "champion", "passed"),
    [
        (8.0, None, True),
        (7.99, None, False),
        (12.5, None, True),
        (12.51, None, False),
        (0.0, None, False),
        (14.0, 15.0, True),  # nearer to 1 in a month that surprised both
        (15.0, 14.0, False),
        (14.0, 14.0, False),
        (14.0, 7.0, True),  # 1.4 times too many are less than 1.43 times too few
        (14.0, 7.2, False),
        (10.0, 10.0, True),
    ],
)
def test_calibration_is_within_bounds_or_nearer_than_the_champions(expected, champion, passed):
    outcome = everybody_buys(10)
    before = None if champion is None else performance(np.zeros(10), expected=champion)
    check = calibration_check(performance(np.zeros(10), expected=expected), before, outcome, FEW)
    assert check.passed == passed
    assert check.figure == pytest.approx(expected / 10)


@given(st.lists(TENTHS, min_size=1, max_size=30))
def test_log_loss_of_a_model_is_not_worse_than_its_own(losses):
    model = performance(np.zeros(len(losses)), losses=losses)
    assert loss_check(model, model, FEW).passed


def test_log_loss_fails_beyond_chance_alone():
    champion = performance(np.zeros(4), losses=[0.1, 0.2, 0.1, 0.2])
    worse = performance(np.zeros(4), losses=[0.2, 0.3, 0.2, 0.3])
    mixed = performance(np.zeros(4), losses=[0.9, 0.0, 0.2, 0.0])
    assert not loss_check(worse, champion, FEW).passed
    assert loss_check(champion, worse, FEW).passed
    by_chance = loss_check(mixed, champion, FEW)
    assert by_chance.figure > 0
    assert by_chance.passed


@pytest.mark.parametrize(("microseconds", "passed"), [(40, True), (60, True), (60.1, False)])
def test_latency_is_a_ratio(microseconds, passed):
    check = latency_check(microseconds, 40, Bounds(latency_ratio=1.5))
    assert check.passed == passed
    assert check.figure == pytest.approx(microseconds / 40)
