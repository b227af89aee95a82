from dataclasses import replace

import pytest

from bank_rs.data.fidelity.comparison import Bound, Comparison, Unit
from bank_rs.data.fidelity.wording import allowance, deviation, number, verdict

COUNT = Comparison("rows", "", 2000, 2100, 100, Unit.COUNT)
SHARE = Comparison("buyers", "", 0.05, 0.04, 0.003, Unit.SHARE)
PAIR = Comparison("products", "cno cco", -0.35, -0.30, None, Unit.CORRELATION)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (COUNT, ("2,100", "+5.00 %", "±5.00 %", "met")),
        (SHARE, ("4.00 %", "-1.00 points", "±0.30 points", "missed")),
        (PAIR, ("-0.3000", "+0.05", "", "told")),
        (replace(COUNT, bound=Bound.AT_LEAST), ("2,100", "+5.00 %", "-5.00 %", "met")),
        (replace(COUNT, published=0), ("2,100", "+2100", "±100", "missed")),
    ],
)
def test_line_is_written_in_the_terms_of_its_unit(line, words):
    assert (number(line.found, line.unit), deviation(line), allowance(line), verdict(line)) == words
