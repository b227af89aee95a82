import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.distance import jensenshannon

from bank_rs.loop.drift.divergence import (
    SIGMAS,
    jensen_shannon,
    pooled,
    psi,
    psi_by_chance,
    share_sigmas,
)

COUNT = st.integers(0, 10_000)
PAIRS = st.lists(st.tuples(COUNT, COUNT), min_size=2, max_size=40).filter(
    lambda pairs: all(sum(side) for side in zip(*pairs, strict=True))
)


def sides(pairs):
    return zip(*pairs, strict=True)


@given(PAIRS)
def test_psi_is_not_negative_and_the_same_both_ways(pairs):
    before, now = sides(pairs)
    assert psi(before, now) >= 0
    assert psi(before, now) == pytest.approx(psi(now, before))
    assert psi(before, before) == 0


@given(PAIRS)
def test_jensen_shannon_is_a_distance_between_0_and_1(pairs):
    before, now = sides(pairs)
    assert 0 <= jensen_shannon(before, now) <= 1
    assert jensen_shannon(before, now) == pytest.approx(jensen_shannon(now, before), abs=1e-7)
    assert jensen_shannon(before, before) == 0


@given(PAIRS)
def test_jensen_shannon_is_that_of_scipy(pairs):
    before, now = (np.maximum(side, 0.5) for side in sides(pairs))
    assert jensen_shannon(before, now) == pytest.approx(jensenshannon(before, now, 2), abs=1e-6)


@given(PAIRS, st.integers(2, 50))
def test_divergences_do_not_hang_on_the_number_of_rows(pairs, times):
    before, now = (np.array(side) + 1 for side in sides(pairs))
    assert psi(before * times, now) == pytest.approx(psi(before, now), abs=1e-12)
    distance = jensen_shannon(before, now)
    assert jensen_shannon(before * times, now) == pytest.approx(distance, abs=1e-7)


@given(PAIRS)
def test_pooling_keeps_all_rows_and_leaves_no_bin_that_expects_few(pairs):
    before, now = sides(pairs)
    fewer = pooled(before, now)
    assert [part.sum() for part in fewer] == [sum(before), sum(now)]
    if len(fewer[0]) > 1:
        assert (fewer[0] / sum(before) * sum(now)).min() >= 5


def test_psi_of_unchanged_clients_stays_within_chance_and_has_the_mean_that_is_known():
    rng = np.random.default_rng(1)
    shares, rows, reference = np.full(10, 0.1), 500, 5000
    found = [
        psi(rng.multinomial(reference, shares), rng.multinomial(rows, shares)) for _ in range(2000)
    ]
    assert max(found) < psi_by_chance(10, reference, rows)
    assert np.mean(found) == pytest.approx(9 * (1 / reference + 1 / rows), rel=0.05)


def test_chance_explains_everything_where_there_is_nothing_to_compare():
    assert psi_by_chance(1, 100, 100) == psi_by_chance(5, 0, 100) == np.inf


@pytest.mark.parametrize("share", [0.0, 0.0002, 0.3, 1.0])
def test_shares_of_unchanged_clients_stay_within_chance(share):
    rng = np.random.default_rng(2)
    counts = rng.binomial((50_000, 2000), share, (5000, 2))
    assert max(share_sigmas(a, 50_000, b, 2000) for a, b in counts.tolist()) < SIGMAS


def test_shares_that_differ_are_beyond_chance():
    assert share_sigmas(5000, 50_000, 300, 2000) > SIGMAS
    assert share_sigmas(5000, 50_000, 0, 0) == 0
