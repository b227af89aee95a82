from datetime import date

import pytest

from bank_rs.data.contract import PanelError
from bank_rs.model.experiment.origin import Origin

MONTHS = [date(2015, 10, 28), date(2015, 11, 28), date(2015, 12, 28), date(2016, 1, 28)]


def test_last_origin_is_judged_on_the_last_month():
    assert Origin.last(MONTHS) == (Origin(MONTHS[2], MONTHS[3]),)


def test_earlier_origins_come_first_and_each_has_a_month_to_learn_from():
    assert Origin.last(MONTHS, 6) == (Origin(MONTHS[1], MONTHS[2]), Origin(MONTHS[2], MONTHS[3]))


@pytest.mark.parametrize(
    ("judged", "target"),
    [(date(2016, 4, 28), date(2016, 5, 1)), (date(2015, 12, 28), date(2016, 1, 1))],
)
def test_target_is_the_month_after_the_judged_one(judged, target):
    assert Origin(date(2015, 11, 28), judged).target == target


def test_two_months_are_too_few():
    with pytest.raises(PanelError, match="at least 4"):
        Origin.last(MONTHS[:2])
