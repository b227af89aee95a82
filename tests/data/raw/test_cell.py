from datetime import date, datetime

import polars as pl
import pytest

from bank_rs.data.raw.cell import spelt


@pytest.mark.parametrize(
    ("dtype", "cell", "text"),
    [
        (pl.Boolean, True, "1"),
        (pl.Int8, -1, "-1"),
        (pl.Float64, 35.0, "35"),
        (pl.Float64, 87218.1, "87218.1"),
        (pl.Float64, float("inf"), "inf"),
        (pl.Float64, float("nan"), None),
        (pl.Float64, None, None),
        (pl.String, " 35", " 35"),
        (pl.Date, date(2016, 5, 28), "2016-05-28"),
        (pl.Date, date(9999, 12, 31), "9999-12-31"),
        (pl.Datetime("ns"), datetime(2016, 5, 28), "2016-05-28"),
        (pl.Datetime("us"), datetime(2016, 5, 28, 12), "2016-05-28 12:00:00.000000"),
    ],
)
def test_cell_is_spelt_as_in_the_raw_file(dtype, cell, text):
    frame = pl.DataFrame({"cell": [cell]}, schema={"cell": dtype})
    assert frame.select(spelt("cell", frame.schema["cell"])).item() == text


@pytest.mark.parametrize(
    "dtype", [pl.Date(), pl.Datetime("ms"), pl.Datetime("us"), pl.Datetime("ns")]
)
def test_day_that_no_calendar_has_is_its_number(dtype):
    largest = 2**31 - 1 if dtype == pl.Date else 2**63 - 1
    frame = pl.DataFrame({"cell": [largest, 0]}).cast(dtype)
    assert frame.select(spelt("cell", dtype))["cell"].to_list() == [str(largest), "1970-01-01"]
