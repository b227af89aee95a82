import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bank_rs.model.reference.distribution import MOST_VALUES, Distribution

COLUMNS = st.lists(st.one_of(st.integers(-5, 5), st.just(np.nan)), max_size=60).map(
    lambda values: np.array(values, np.float32)
)


@given(COLUMNS, COLUMNS)
def test_every_row_is_counted_once(column, later):
    distribution = Distribution.of(column)
    counts, nulls = distribution.counted(later)
    assert distribution.rows == len(column)
    assert counts.sum() + nulls == len(later)
    assert nulls == np.isnan(later).sum()


@given(COLUMNS, COLUMNS)
def test_a_value_that_was_not_there_is_the_last_count(column, later):
    counts, _ = Distribution.of(column).counted(later)
    known = later[~np.isnan(later)]
    assert counts[-1] == (~np.isin(known, column)).sum()
    assert Distribution.of(column).counts[-1] == 0


def test_many_values_are_counted_in_tenths():
    column = np.arange(1000, dtype=np.float32)
    distribution = Distribution.of(column)
    assert not distribution.values
    assert distribution.counts == (100,) * 10
    assert distribution.counted(np.float32([-1e9, 1e9]))[0].tolist() == [1, *[0] * 8, 1]


def test_many_values_of_an_unordered_feature_are_counted_one_by_one():
    column = np.arange(MOST_VALUES + 10, dtype=np.float32)
    assert len(Distribution.of(column, unordered=True).points) == MOST_VALUES + 10


def test_tenths_that_are_one_value_are_one_bin():
    column = np.append(np.zeros(900, np.float32), np.arange(100, dtype=np.float32))
    assert len(Distribution.of(column).points) == len(set(Distribution.of(column).points))


def test_counts_that_do_not_fit_their_points_are_refused():
    with pytest.raises(ValidationError, match="one count more"):
        Distribution(points=(1,), values=True, counts=(1,), nulls=0)
