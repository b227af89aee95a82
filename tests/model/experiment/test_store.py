from datetime import date

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from bank_rs.data.contract import PanelError
from bank_rs.data.ownership import unpack
from bank_rs.data.panel import read_panel, with_history
from bank_rs.model.experiment.store import Store
from bank_rs.model.panel_file import PanelFile


@pytest.fixture(scope="module")
def joined(bank):
    return with_history(read_panel(bank[0])).filter(pl.col("added").is_not_null())


def test_month_is_whole(store, origin, joined):
    month = store.month(origin.judged)
    assert_frame_equal(month.rows, joined.filter(pl.col("fetch_date") == origin.judged))
    assert (month.added == unpack(month.rows["added"])).all()
    assert (month.held == unpack(month.rows["owned"])).all()


def test_sample_has_every_buyer_and_stands_for_all(store, joined):
    days = store.before(store.months[2])
    sample = store.sample(days)
    rows = joined.filter(pl.col("fetch_date").is_in(days))
    assert len(days) == 2
    assert sample.added.any(axis=1).sum() == (rows["added"] != 0).sum()
    assert sample.weight.sum() == pytest.approx(rows.height, rel=0.05)
    assert sample.rows.columns == joined.columns


def test_sample_of_some_months_holds_no_other(store, origin):
    learnt = store.sample(store.before(origin.validation))
    assert learnt.rows["fetch_date"].max() < origin.validation


def test_only_months_of_the_origins_are_kept_whole(store):
    files = sorted(path.name for path in store.folder.glob("month-*.parquet"))
    assert files == [f"month-2016-0{month}-28-0.parquet" for month in (2, 3, 4)]


def test_panel_of_three_months_is_refused(bank, tmp_path):
    short = tmp_path / "short.parquet"
    read_panel(bank[0]).filter(pl.col("fetch_date") > date(2016, 2, 28)).write_parquet(short)
    with pytest.raises(PanelError, match="at least 4"):
        Store.write(PanelFile(short), tmp_path, 0.1, 1)


def test_newest_months_keep_the_history_of_earlier_ones(bank, store, tmp_path):
    newest = Store.write(PanelFile(bank[0]), tmp_path, 1.0, 1, newest=3)
    assert newest.months == store.months[-3:]
    first = newest.sample(newest.months[:1]).rows
    assert first["owned_1"].is_not_null().any()
