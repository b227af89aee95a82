import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bank_rs.model.evaluate import Interval, MetricInputError, map_interval, paired_bootstrap

UNIT = st.floats(0, 1, width=16)
CLIENTS = st.lists(st.tuples(UNIT, UNIT, st.booleans()), min_size=1, max_size=30)


@given(CLIENTS)
def test_model_beside_itself_differs_by_nothing(clients):
    precision = [first for first, _, _ in clients]
    interval = paired_bootstrap(precision, precision, [1] * len(clients), resamples=20)
    assert interval.raw == interval.normalised == Interval(0, 0, 0)
    assert not interval.raw.excludes_zero


@given(CLIENTS)
def test_models_that_change_places_change_the_sign(clients):
    first, second, _ = (np.array(column) for column in zip(*clients, strict=True))
    everybody = np.ones(len(clients))
    there = paired_bootstrap(first, second, everybody, resamples=20).raw.estimate
    back = paired_bootstrap(second, first, everybody, resamples=20).raw.estimate
    assert there == pytest.approx(-back)
    assert there == pytest.approx((first - second).mean())


def test_estimates_are_the_maps():
    interval = map_interval([1, 0.5, 0, 0], [1, 1, 1, 0])
    assert interval.raw.estimate == pytest.approx(1.5 / 4)
    assert interval.normalised.estimate == pytest.approx(1.5 / 3)


def test_interval_is_that_of_drawing_the_clients():
    rng = np.random.default_rng(0)
    buyers = rng.random(400) < 0.3
    precision = buyers * rng.choice([0, 0.25, 0.5, 1], 400)
    drawn = rng.integers(0, 400, (4000, 400))
    sums, bought = precision[drawn].sum(axis=1), buyers[drawn].sum(axis=1)
    found = map_interval(precision, buyers, resamples=4000, confidence=0.9)
    for interval, resampled in ((found.raw, sums / 400), (found.normalised, sums / bought)):
        low, high = np.percentile(resampled, [5, 95])
        assert interval.low == pytest.approx(low, rel=0.03)
        assert interval.high == pytest.approx(high, rel=0.03)


def test_better_model_is_told_apart():
    buyers = np.ones(500)
    interval = paired_bootstrap(buyers * 0.9, buyers * np.tile([0.8, 0.7], 250), buyers)
    assert interval.raw.excludes_zero
    assert interval.raw.low > 0.1


def test_seed_repeats_the_interval():
    precision = np.random.default_rng(0).random(50)
    once, again, other = (map_interval(precision, np.ones(50), seed=seed) for seed in (1, 1, 2))
    assert once == again != other


@pytest.mark.parametrize(
    ("precision", "buyers", "options", "fault"),
    [
        ([0.5], [1, 1], {}, "same clients"),
        ([[0.5]], [1], {}, "same clients"),
        ([], [], {}, "same clients"),
        ([np.nan], [1], {}, "a number for each client"),
        ([0.0], [0], {}, "nobody added"),
        ([0.5], [1], {"confidence": 1}, "confidence"),
        ([0.5], [1], {"resamples": 0}, "resamples"),
    ],
)
def test_what_cannot_be_resampled_is_refused(precision, buyers, options, fault):
    with pytest.raises(MetricInputError, match=fault):
        map_interval(precision, buyers, **options)
