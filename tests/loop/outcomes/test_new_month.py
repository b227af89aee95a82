from datetime import date

import polars as pl
import pytest

from bank_rs.data.raw import RawFileError
from bank_rs.data.raw_writer import write_raw
from bank_rs.loop.outcomes.new_month import MissingMonthError, NewMonth, read_new_month
from tests.loop.outcomes.logged import KEY


@pytest.fixture(scope="module", params=["bank.csv", "bank.zip", "panel.parquet"])
def file(request, panel, tmp_path_factory):
    """A file of six months, in each form that the bank's data have."""
    path = tmp_path_factory.mktemp("data") / request.param
    panel.write_parquet(path) if path.suffix == ".parquet" else write_raw(panel, path)
    return path


@pytest.mark.parametrize("month", [date(2016, 5, 28), date(2016, 2, 1)])
def test_month_is_found_among_others(file, panel, month):
    found = read_new_month(file, KEY, month)
    rows = panel.filter(pl.col("fetch_date").dt.month() == month.month)
    assert found.snapshot == rows["fetch_date"][0]
    assert found.holdings.equals(rows.select(KEY.of_all(rows["id"]), "owned"))


def test_newest_month_is_meant_where_none_is_named(file, panel):
    found = read_new_month(file, KEY)
    assert found.snapshot == date(2016, 5, 28)
    assert found.holdings.height == panel.filter(pl.col("fetch_date") == found.snapshot).height


def test_newest_month_is_found_in_any_order(panel, tmp_path):
    path = tmp_path / "panel.parquet"
    panel.reverse().write_parquet(path, row_group_size=500)
    months = []
    found = read_new_month(path, KEY, on_progress=lambda *told: months.append(told))
    rows = panel.filter(pl.col("fetch_date") == date(2016, 5, 28))
    assert found.holdings.height == rows.height
    assert months[-1] == (panel.height, 1.0)


def test_month_that_is_not_there_is_refused_and_says_which_are(file):
    with pytest.raises(MissingMonthError, match="of 2016-06, only of 2015-12 to 2016-05"):
        read_new_month(file, KEY, date(2016, 6, 1))


def test_file_that_is_none_is_refused(tmp_path):
    with pytest.raises(RawFileError, match="does not exist"):
        read_new_month(tmp_path / "nothing.csv", KEY)


@pytest.mark.parametrize(
    ("snapshot", "before"),
    [(date(2016, 1, 28), date(2015, 12, 1)), (date(2016, 3, 31), date(2016, 2, 1))],
)
def test_month_before_is_the_calendar_s(snapshot, before):
    assert NewMonth(snapshot, pl.DataFrame()).month_before == before
