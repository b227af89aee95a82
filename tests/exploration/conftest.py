import pytest

from bank_rs.data.panel import transitions
from tests.exploration.records import FEBRUARY, JANUARY, MARCH, panel_of


@pytest.fixture
def three_months():
    top = ("client_segment", "01 - TOP")
    return panel_of(
        (JANUARY, 1, ["cco"], ("age", 30), top),
        (JANUARY, 2, [], ("age", 40)),
        (FEBRUARY, 1, ["cco", "tjcr", "recibo"], ("age", 30), top),
        (FEBRUARY, 2, ["cco"]),
        (FEBRUARY, 3, ["cco"]),
        (MARCH, 1, ["tjcr"], ("age", 31), top),
        (MARCH, 3, ["cco"]),
    )


@pytest.fixture
def rows(panel):
    return transitions(panel)
