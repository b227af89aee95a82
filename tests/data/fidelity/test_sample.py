from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bank_rs.data.fidelity.sample import DEVIATIONS, Sample

WHOLE = Sample(956_645)


def test_full_size_adds_nothing_to_a_tolerance():
    assert WHOLE.count("", "", 1000, 1049, 0.05).tolerance == pytest.approx(50)
    assert WHOLE.proportion("", "", 0.5, 0.5, 0.01, base=10).tolerance == pytest.approx(0.01)
    assert WHOLE.amount("", "", 100, 100, 0.05, clients=10).tolerance == pytest.approx(5)


def test_count_is_scaled_to_the_real_file():
    assert Sample(956_645 // 5).count("", "", 1000, 200, 0.05).found == pytest.approx(1000)


def test_count_of_a_sample_is_allowed_its_binomial_error():
    share, number = 0.1, 10_000
    sample = Sample(round(956_645 * share))
    drawn = number * share
    error = sqrt(drawn * (1 - number / 956_645) * (1 - share)) / share
    line = sample.count("", "", number, drawn, 0.05)
    assert line.tolerance == pytest.approx(500 + DEVIATIONS * error, rel=1e-4)


def test_rows_of_one_client_count_as_one_observation():
    sample = Sample(50_000)
    once, often = (sample.count("", "", 10_000, 0, 0, rows_each=m).tolerance for m in (1, 16))
    assert often == pytest.approx(4 * once, rel=0.01)


def test_number_without_tolerance_is_told():
    assert not Sample(50_000).count("", "", 10, 0, None).judged
    assert not Sample(50_000).proportion("", "", 0.5, 0, None, base=10).judged
    assert not Sample(50_000).amount("", "", 10, 0, None, clients=5).judged


@given(st.integers(1, 956_645), st.integers(0, 10**7), st.floats(1, 17))
def test_tolerance_is_never_below_that_of_the_full_size(clients, number, rows_each):
    line = Sample(clients).count("", "", number, 0, 0.05, rows_each=rows_each)
    assert line.tolerance >= 0.05 * number
