from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bank_rs.data.history import month_number
from bank_rs.data.history_store.window import MONTHS, first_day, months_before

WINDOW = tuple(range(100, 100 - MONTHS, -1))


@given(st.dates())
def test_month_is_that_of_its_first_day(day):
    assert first_day(month_number(day)) == day.replace(day=1)


@given(st.dates(max_value=date(9998, 1, 1)))
def test_months_count_on_over_a_new_year(day):
    following = first_day(month_number(day) + 1)
    assert (following - day.replace(day=1)).days in range(28, 32)


@given(st.integers(-40, 40))
def test_each_month_stands_as_many_places_back_as_it_is_earlier(later):
    record = 100 + later
    before = months_before(WINDOW, later)
    assert len(before) <= 12
    for back, month in enumerate(before, start=1):
        assert month == (record - back if record - back in WINDOW else 0)
    assert not any(record - back in WINDOW for back in range(len(before) + 1, 13))


@pytest.mark.parametrize(
    ("later", "count"), [(-13, 0), (-12, 0), (-11, 1), (0, 12), (1, 12), (12, 12), (13, 0)]
)
def test_months_known_at_the_ends_of_the_window(later, count):
    assert len(months_before(WINDOW, later)) == count
