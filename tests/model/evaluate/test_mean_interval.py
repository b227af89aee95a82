import numpy as np
import pytest

from bank_rs.model.evaluate import Interval, MetricInputError, map_interval, mean_interval


def test_interval_of_equal_values_is_a_point():
    assert mean_interval([0.5] * 9) == Interval(0.5, 0.5, 0.5)


def test_interval_is_that_of_the_bootstrap():
    values = np.random.default_rng(0).exponential(size=4000)
    found, resampled = mean_interval(values), map_interval(values, np.ones(4000)).raw
    assert found.estimate == pytest.approx(resampled.estimate)
    assert found.low == pytest.approx(resampled.low, abs=0.004)
    assert found.high == pytest.approx(resampled.high, abs=0.004)


@pytest.mark.parametrize("values", [[], [[0.5]], [np.nan]])
def test_what_has_no_mean_is_refused(values):
    with pytest.raises(MetricInputError, match="a number for each client"):
        mean_interval(values)
