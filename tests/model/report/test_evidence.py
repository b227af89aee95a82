from dataclasses import replace
from datetime import date

import pytest


@pytest.mark.parametrize(
    ("month", "target"),
    [(date(2015, 11, 28), date(2015, 12, 1)), (date(2015, 12, 28), date(2016, 1, 1))],
)
def test_target_is_the_next_month(bare, month, target):
    assert replace(bare, month=month).target == target


def test_source_says_whether_the_data_is_simulated(bare):
    assert bare.source == "simulated data"
    assert replace(bare, simulated=False).source == "real data"
