import pytest
from polars.testing import assert_frame_equal

from bank_rs.predictions.frame import frame_of
from tests.predictions.rows import MODEL, OTHER, expected, made


@pytest.mark.parametrize("origin", [MODEL, OTHER])
@pytest.mark.parametrize("number", [0, 1, 5, 600])
def test_frame_has_the_values_of_the_rows(origin, number):
    rows = made(origin, number)
    assert_frame_equal(frame_of(origin, rows), expected(origin, rows))


def test_frame_has_the_longest_name_of_a_request():
    rows = made()
    rows["request_id"] = "x" * 64
    assert frame_of(MODEL, rows)["request_id"].to_list() == ["x" * 64]
