import polars as pl
import pytest

from bank_rs.data.fields import PANEL_SCHEMA
from bank_rs.data.raw.refusal import RawFileError
from bank_rs.data.raw_writer import raw_writer
from bank_rs.loop.watch.months import Months


@pytest.fixture
def months(tmp_path):
    return Months(tmp_path / "loop")


def delivered(tmp_path, rows: pl.DataFrame, name: str = "new.csv"):
    path = tmp_path / name
    with raw_writer(path) as write:
        write(rows)
    return path


def of_month(panel: pl.DataFrame, *names: str) -> pl.DataFrame:
    return panel.filter(pl.col("fetch_date").dt.strftime("%Y-%m").is_in(names))


def same(one: pl.DataFrame, other: pl.DataFrame) -> bool:
    key = ["fetch_date", "id"]
    return one.sort(key).equals(other.sort(key))


def test_months_of_several_files_are_one_panel(months, panel, tmp_path):
    first, second = of_month(panel, "2015-12", "2016-01"), of_month(panel, "2016-02")
    assert months.take_in(delivered(tmp_path, first)) == ["2015-12", "2016-01"]
    assert months.take_in(delivered(tmp_path, second)) == ["2016-02"]
    joined = pl.read_parquet(months.panel)
    assert joined.schema == PANEL_SCHEMA
    assert same(joined, pl.concat([first, second]))
    assert months.names == ["2015-12", "2016-01", "2016-02"]
    assert same(pl.read_parquet(months.file_of("2016-02")), second)


def test_same_month_again_is_nothing_new(months, panel, tmp_path):
    rows = of_month(panel, "2016-01")
    months.take_in(delivered(tmp_path, rows))
    before = months.fingerprint
    assert months.take_in(delivered(tmp_path, rows.reverse(), "again.csv")) == []
    assert months.fingerprint == before


def test_corrected_month_takes_the_place_of_the_first(months, panel, tmp_path):
    rows = of_month(panel, "2016-01")
    months.take_in(delivered(tmp_path, rows))
    before = months.fingerprint
    corrected = rows.tail(-1)
    assert months.take_in(delivered(tmp_path, corrected)) == ["2016-01"]
    assert same(pl.read_parquet(months.panel), corrected)
    assert months.fingerprint != before


def test_file_that_cannot_be_read_changes_nothing(months, panel, tmp_path):
    rows = of_month(panel, "2016-01")
    months.take_in(delivered(tmp_path, rows))
    before = months.fingerprint
    spoilt = delivered(tmp_path, of_month(panel, "2016-02"))
    spoilt.write_bytes(spoilt.read_bytes()[:-30])
    with pytest.raises(RawFileError):
        months.take_in(spoilt)
    assert months.fingerprint == before
    assert same(pl.read_parquet(months.panel), rows)
    assert {path.name for path in months.panel.parent.iterdir()} == {"months", "panel.parquet"}
