from datetime import date

import polars as pl
import pytest

from bank_rs.exploration.grouping import NOT_KNOWN, group


def labels_of(values):
    grouping = group(values)
    return [grouping.labels[rank] for rank in grouping.rank]


def test_group_of_numbers_is_by_bands():
    ages = pl.Series("age", [17, 18, 19, 81, None], pl.Int32)
    assert labels_of(ages) == ["below 18", "18 - 19", "18 - 19", "81 and more", NOT_KNOWN]


def test_group_of_a_band_of_one_value_is_that_value():
    held = pl.Series("products_held", [0, 1, 4, 9], pl.UInt32)
    assert labels_of(held) == ["0", "1", "4 - 5", "9 and more"]


def test_group_of_dates_is_by_years():
    dates = pl.Series("registration_date", [date(1995, 1, 16), date(2014, 7, 28), None])
    assert labels_of(dates) == ["before 1999", "2014", NOT_KNOWN]


def test_group_of_the_last_day_as_primary_says_whether_there_is_one():
    dates = pl.Series("last_date_as_primary", [date(2015, 7, 24), None])
    assert labels_of(dates) == ["a date", NOT_KNOWN]


def test_group_of_categories_keeps_the_commonest():
    values = pl.Series("entry_channel", ["A"] * 3 + ["B"] * 2 + ["C", "D", None])
    grouping = group(values, top=2)
    assert grouping.labels == ["A", "B", "2 others", NOT_KNOWN]
    assert grouping.rank.to_list() == [0, 0, 0, 1, 1, 2, 2, 3]


def test_group_does_not_call_one_value_others():
    values = pl.Series("entry_channel", ["A", "A", "B", "B", "C"])
    assert group(values, top=2).labels == ["A", "B", "C", NOT_KNOWN]


@pytest.mark.parametrize("dtype", [pl.String, pl.Int32])
def test_group_of_nothing_known_is_one_group(dtype):
    values = pl.Series("province_code", [None, None], dtype)
    assert labels_of(values) == [NOT_KNOWN, NOT_KNOWN]
