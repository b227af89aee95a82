from datetime import UTC, datetime, timedelta
from threading import Thread

import duckdb
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from bank_rs.predictions.journal import Journal
from bank_rs.predictions.reading import NoPredictionsError, prediction_files, scan_predictions
from bank_rs.predictions.sealing import journals, seal
from tests.predictions.rows import DAY, MODEL, NOON, OTHER, made


@pytest.fixture
def log(tmp_path):
    (tmp_path / "journals").mkdir()
    return tmp_path


def write(log, origin=MODEL, sealed=True, **made_of):
    journal = Journal.create(log / "journals", origin, NOON)
    journal.append(made(origin, **made_of))
    journal.close()
    if sealed:
        seal(journal.path, log)


def test_log_that_is_empty_says_how_to_fill_it(tmp_path):
    with pytest.raises(NoPredictionsError, match="BANK_RS_LOG_SHARE"):
        scan_predictions(tmp_path)


@pytest.mark.parametrize("sealed", [True, False], ids=["sealed", "unsealed"])
def test_log_is_read_from_a_time_until_another(log, sealed):
    for day in range(3):
        write(log, sealed=sealed, first=day, time=NOON + day * DAY)
    second = datetime.fromtimestamp(NOON + DAY, UTC)
    moment = timedelta(microseconds=1)

    def names(*times):
        return sorted(scan_predictions(log, *times).collect()["request_id"])

    assert names() == ["r0", "r1", "r2"]
    assert names(second) == ["r1", "r2"]
    assert names(second + moment) == ["r2"]
    assert names(None, second) == ["r0"]
    assert names(second, second + moment) == ["r1"]


def test_files_are_those_of_the_days_that_are_asked_for(log):
    for day in range(3):
        write(log, first=day, time=NOON + day * DAY)
    second = datetime.fromtimestamp(NOON + DAY, UTC)
    assert [file.parent.name[-2:] for file in prediction_files(log)] == ["01", "02", "03"]
    assert [file.parent.name[-2:] for file in prediction_files(log, second, second)] == ["02"]


@pytest.mark.parametrize("sealed", [True, False], ids=["sealed", "unsealed"])
def test_features_that_a_model_lacks_are_null(log, sealed):
    write(log, MODEL, sealed=sealed)
    write(log, OTHER, sealed=False, first=1)
    read = scan_predictions(log).sort("request_id").collect()
    assert read["gender"].is_null().to_list() == [True, False]
    assert read["version"].to_list() == [MODEL.version, OTHER.version]
    assert read.schema["age"] == pl.Float32


def test_journal_that_cannot_be_read_hides_no_other(log):
    write(log, sealed=False, number=3)
    (log / "journals" / "odd.journal").write_bytes(b"{}\n")
    assert scan_predictions(log).collect().height == 3


def test_rows_are_counted_once_while_they_are_sealed(log):
    for number in range(30):
        write(log, sealed=False, number=10, first=10 * number)
    thread = Thread(target=lambda: [seal(path, log) for path in journals(log)])
    thread.start()
    read = []
    while thread.is_alive():
        read.append(scan_predictions(log).select("request_id").collect().height)
    thread.join()
    assert read
    assert set(read) == {300}
    assert not journals(log)


def test_duckdb_reads_what_polars_reads(log):
    write(log, MODEL, number=3)
    write(log, OTHER, number=2, first=3, time=NOON + DAY)
    read = scan_predictions(log).with_columns(pl.col("time").dt.epoch()).collect()
    files = (
        f"read_parquet('{log}/day=*/*.parquet', union_by_name = true, hive_partitioning = false)"
    )
    columns = ", ".join(read.columns[1:])
    query = f"SELECT epoch_us(time), {columns} FROM {files}"
    found = pl.DataFrame(duckdb.sql(query).fetchall(), read.schema, orient="row")
    assert_frame_equal(found.sort("request_id"), read.sort("request_id"))
