import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bank_rs.service.metering.histogram import (
    BUCKETS,
    PARTS,
    bucket_of,
    edges,
    least_longest,
    percentiles,
)

TIMES = st.floats(0.001, 100_000)
SHARES = (0.5, 0.95, 0.99)


def counts_of(times):
    return np.bincount([bucket_of(time) for time in times], minlength=BUCKETS)


@given(TIMES)
def test_bucket_holds_its_time_and_is_narrow(time):
    bounds, place = edges(), bucket_of(time)
    assert bounds[place] <= time < bounds[place + 1]
    assert bounds[place + 1] - bounds[place] <= bounds[place] / PARTS * (1 + 1e-12)


@pytest.mark.parametrize(("time", "place"), [(0.0, 0), (0.0005, 0), (1e12, BUCKETS - 1)])
def test_bucket_of_times_beyond_the_scale(time, place):
    assert bucket_of(time) == place


@given(st.lists(TIMES, min_size=1, max_size=300))
def test_percentiles_are_within_a_bucket_of_the_times(times):
    found = percentiles(counts_of(times), SHARES, max(times))
    exact = np.percentile(times, [100 * share for share in SHARES], method="inverted_cdf")
    assert found == pytest.approx(exact, rel=1 / PARTS)


@given(st.lists(st.lists(TIMES, min_size=1, max_size=50), min_size=2, max_size=4))
def test_percentiles_of_merged_counts_are_those_of_all_times(workers):
    together = [time for times in workers for time in times]
    merged = sum(map(counts_of, workers))
    assert percentiles(merged, SHARES, 1e9) == percentiles(counts_of(together), SHARES, 1e9)


@given(st.lists(TIMES, min_size=1))
def test_percentiles_rise_and_stay_below_the_longest(times):
    found = percentiles(counts_of(times), SHARES, max(times))
    assert list(found) == sorted(found)
    assert found[-1] <= max(times)


@given(st.lists(TIMES, min_size=1))
def test_least_longest_is_within_a_bucket_of_the_longest(times):
    least = least_longest(counts_of(times))
    assert least <= max(times) <= least * (1 + 1 / PARTS) * (1 + 1e-12)


def test_least_longest_without_requests():
    assert least_longest(counts_of([])) == 0
