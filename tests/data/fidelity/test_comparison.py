from dataclasses import replace

import pytest

from bank_rs.data.fidelity.comparison import Bound, Comparison, Unit

LINE = Comparison("additions", "cco", 100, 104, 5, Unit.COUNT, "2015-06")


def test_line_within_tolerance_is_met():
    assert LINE.met
    assert LINE.strain == pytest.approx(0.8)


@pytest.mark.parametrize("found", [94, 106, float("nan")])
def test_line_outside_tolerance_is_missed(found):
    assert not replace(LINE, found=found).met


@pytest.mark.parametrize(
    ("bound", "found", "met"),
    [
        (Bound.AT_LEAST, 94, False),
        (Bound.AT_LEAST, 200, True),
        (Bound.AT_MOST, 106, False),
        (Bound.AT_MOST, 0, True),
    ],
)
def test_bound_judges_one_side(bound, found, met):
    assert replace(LINE, bound=bound, found=found).met is met


@pytest.mark.parametrize("bound", Bound)
def test_number_that_was_not_measured_is_missed(bound):
    assert not replace(LINE, bound=bound, found=float("nan")).met


def test_line_without_tolerance_is_told():
    line = replace(LINE, found=10_000, tolerance=None)
    assert line.met
    assert not line.judged


def test_tolerance_of_nothing_is_met_by_the_same_number_alone():
    assert replace(LINE, found=100, tolerance=0).met
    assert not replace(LINE, found=101, tolerance=0).met


def test_name_has_item_and_month():
    assert LINE.name == "additions: cco 2015-06"
    assert replace(LINE, item="", month="").name == "additions"
