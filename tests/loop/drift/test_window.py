from datetime import timedelta

import polars as pl
import pytest
from drift_bank import UNTIL, Log

from bank_rs.loop.drift.window import MOST_FILES, MOST_ROWS, Window

WEEK = timedelta(days=7)


@pytest.fixture(scope="module")
def log(weeks, shipped, tmp_path_factory):
    folder = tmp_path_factory.mktemp("log")
    Log(folder, shipped).write(weeks[0].head(700))
    return folder


def test_window_has_the_rows_of_its_time(log):
    day = Window.draw(log, UNTIL - timedelta(days=1), UNTIL)
    week = Window.draw(log, UNTIL - WEEK, UNTIL)
    assert (day.rows.height, week.rows.height) == (100, 700)
    assert day.rows["time"].min() >= UNTIL - timedelta(days=1)


def test_time_without_answers_has_no_window(log, tmp_path):
    assert Window.draw(log, UNTIL + WEEK, UNTIL + 2 * WEEK) is None
    assert Window.draw(tmp_path, UNTIL - WEEK, UNTIL) is None


def rewritten(log, folder, change):
    for file in log.glob("*/*.parquet"):
        (folder / file.parent.name).mkdir()
        change(pl.read_parquet(file)).write_parquet(folder / file.parent.name / file.name)
    return folder


def test_each_client_counts_once_as_last_asked(log, tmp_path):
    one = rewritten(log, tmp_path, lambda rows: rows.with_columns(client=pl.lit(1, pl.UInt64)))
    rows = Window.draw(one, UNTIL - WEEK, UNTIL).rows
    assert rows["time"].to_list() == [UNTIL - timedelta(seconds=1)]


def test_window_is_of_the_model_that_answered_most(log, tmp_path):
    third = pl.int_range(pl.len()) % 3 == 0
    other = pl.when(third).then(pl.lit("f" * 64)).otherwise("sha256").alias("sha256")
    found = Window.draw(
        rewritten(log, tmp_path, lambda r: r.with_columns(other)), UNTIL - WEEK, UNTIL
    )
    assert found.sha256 == "0" * 64
    assert 400 < found.rows.height < 500


def test_file_that_cannot_be_read_is_passed_over(log, tmp_path):
    rewritten(log, tmp_path, lambda rows: rows)
    (next(tmp_path.iterdir()) / "broken.parquet").write_bytes(b"PAR1")
    assert Window.draw(tmp_path, UNTIL - WEEK, UNTIL).rows.height == 700


def test_many_rows_are_read_in_part(log, tmp_path):
    rows = pl.concat([pl.read_parquet(file) for file in log.glob("*/*.parquet")])
    times = -(-3 * MOST_ROWS // (MOST_FILES + 10) // rows.height)
    many = pl.concat([rows] * times)
    day = tmp_path / "day=2016-06-29"
    day.mkdir()
    for number in range(MOST_FILES + 10):
        first = number * many.height
        clients = pl.int_range(first, first + pl.len(), dtype=pl.UInt64)
        many.with_columns(client=clients).write_parquet(day / f"{number:03}.parquet")
    found = Window.draw(tmp_path, UNTIL - WEEK, UNTIL).rows
    assert MOST_ROWS / 2 < found.height <= MOST_ROWS
    # from the first file to the last
    assert found["client"].min() < many.height
    assert found["client"].max() >= (MOST_FILES + 9) * many.height
