import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bank_rs.data.simulation.draw import (
    apportion,
    choose,
    normal_scores,
    pick,
    ranks,
    rounded,
    tilt,
)

WEIGHTS = st.lists(st.floats(0.1, 1e6), min_size=1, max_size=30).map(np.array)


@given(weights=WEIGHTS, total=st.integers(0, 10_000))
def test_apportioned_parts_sum_to_the_total(weights, total):
    parts = apportion(weights, total)
    assert parts.sum() == total
    assert (parts >= 0).all()


@given(size=st.integers(0, 50), count=st.integers(-2, 60), seed=st.integers(0, 99))
def test_picked_positions_are_distinct_and_as_many_as_possible(size, count, seed):
    picked = pick(np.random.default_rng(seed), np.zeros(size, np.float32), count)
    assert len(set(picked.tolist())) == picked.size == min(max(count, 0), size)


def test_pick_never_takes_what_has_no_weight():
    lean = np.array([-np.inf, 0.0, -np.inf, 0.0], np.float32)
    assert set(pick(np.random.default_rng(0), lean, 4).tolist()) == {1, 3}


def test_pick_prefers_the_heavier():
    rng = np.random.default_rng(1)
    lean = np.log(np.array([3.0, 1.0], np.float32))
    first = np.array([pick(rng, lean, 1)[0] for _ in range(4_000)])
    assert (first == 0).mean() == pytest.approx(0.75, abs=0.03)


def test_whole_numbers_have_the_expected_mean():
    rng = np.random.default_rng(2)
    assert np.mean([rounded(rng, 2.3) for _ in range(4_000)]) == pytest.approx(2.3, abs=0.05)
    assert rounded(rng, -1.5) == 0


def test_choices_follow_their_weights():
    drawn = choose(np.random.default_rng(3), np.array([1.0, 0.0, 3.0]), 10_000)
    np.testing.assert_allclose(np.bincount(drawn) / 10_000, [0.25, 0, 0.75], atol=0.02)


def test_ranks_are_places_in_ascending_order():
    assert ranks(np.array([3.0, 1.0, 2.0])).tolist() == [2, 0, 1]


def test_normal_scores_keep_the_order():
    scores = normal_scores(np.random.default_rng(4), np.array([5, 1, 9]))
    assert np.argsort(scores).tolist() == [1, 0, 2]


@given(
    rates=st.lists(st.floats(0.01, 0.99), min_size=1, max_size=6).map(np.array),
    share=st.floats(0.02, 0.98),
)
def test_tilted_rates_meet_the_wanted_total(rates, share):
    sizes = np.full(rates.size, 100)
    wanted = share * sizes.sum()
    tilted = tilt(rates, sizes, wanted)
    assert tilted @ sizes == pytest.approx(wanted, rel=1e-3)
    assert ((tilted > 0) & (tilted < 1)).all()
