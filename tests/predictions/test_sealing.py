import fcntl
import stat
from datetime import date

import polars as pl
import pytest
from polars.exceptions import PolarsError
from polars.testing import assert_frame_equal

from bank_rs.predictions.days import day_folder
from bank_rs.predictions.journal import Journal
from bank_rs.predictions.reading import prediction_files, scan_predictions
from bank_rs.predictions.sealing import BROKEN, journals, seal
from tests.predictions.full_disk import most_bytes_of_a_file
from tests.predictions.rows import DAY, MODEL, NOON, expected, made


@pytest.fixture
def journal(tmp_path):
    (tmp_path / "journals").mkdir()
    journal = Journal.create(tmp_path / "journals", MODEL, NOON)
    journal.append(made(number=5))
    return journal


def test_journal_becomes_a_file_of_its_day(journal, tmp_path):
    journal.close()
    seal(journal.path, tmp_path)
    assert not journals(tmp_path)
    (file,) = prediction_files(tmp_path)
    assert file == tmp_path / "day=2016-06-01" / f"{journal.path.stem}.parquet"
    sealed = pl.read_parquet(file, hive_partitioning=False)
    assert_frame_equal(sealed, expected(MODEL, made(number=5)))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_journal_of_two_days_becomes_a_file_of_each(journal, tmp_path):
    journal.append(made(number=2, first=5, time=NOON + DAY))
    journal.close()
    seal(journal.path, tmp_path)
    assert [
        (file.parent.name, pl.read_parquet(file).height) for file in prediction_files(tmp_path)
    ] == [
        ("day=2016-06-01", 5),
        ("day=2016-06-02", 2),
    ]


def test_journal_that_is_written_to_is_left_alone(journal, tmp_path):
    seal(journal.path, tmp_path)
    assert journals(tmp_path) == [journal.path]
    assert not prediction_files(tmp_path)


def test_journal_that_another_has_sealed_is_left_alone(journal, tmp_path):
    journal.close()
    journal.path.unlink()
    seal(journal.path, tmp_path)
    assert not prediction_files(tmp_path)


def test_journal_that_another_seals_at_this_moment_is_left_alone(journal, tmp_path, monkeypatch):
    journal.close()
    monkeypatch.setattr(fcntl, "flock", lambda *_: journal.path.unlink())
    seal(journal.path, tmp_path)
    assert not prediction_files(tmp_path)


def test_sealing_again_doubles_nothing(journal, tmp_path):
    journal.close()
    kept = journal.path.read_bytes()
    seal(journal.path, tmp_path)
    journal.path.write_bytes(kept)
    assert scan_predictions(tmp_path).collect().height == 5
    seal(journal.path, tmp_path)
    assert scan_predictions(tmp_path).collect().height == 5


def test_what_a_killed_sealing_left_is_written_over(journal, tmp_path):
    journal.close()
    left = day_folder(tmp_path, date(2016, 6, 1)) / f"{journal.path.stem}.partial"
    left.parent.mkdir()
    left.write_bytes(b"PAR1")
    assert scan_predictions(tmp_path).collect().height == 5
    seal(journal.path, tmp_path)
    assert list(left.parent.iterdir()) == [left.with_suffix(".parquet")]


def test_journal_waits_for_a_disk_that_is_full(journal, tmp_path):
    journal.close()
    with most_bytes_of_a_file(1000), pytest.raises((OSError, PolarsError)):
        seal(journal.path, tmp_path)
    assert not list(day_folder(tmp_path, date(2016, 6, 1)).iterdir())
    assert scan_predictions(tmp_path).collect().height == 5
    seal(journal.path, tmp_path)
    assert scan_predictions(tmp_path).collect().height == 5


@pytest.mark.parametrize("content", [b"", b'{"format"'], ids=["empty", "cut"])
def test_journal_that_was_never_begun_goes(journal, tmp_path, content):
    journal.close()
    journal.path.write_bytes(content)
    seal(journal.path, tmp_path)
    assert not journals(tmp_path)
    assert not prediction_files(tmp_path)


def test_journal_that_cannot_be_read_is_set_aside(journal, tmp_path, caplog):
    journal.close()
    journal.path.write_bytes(b"\0" * 100 + b"\n")
    seal(journal.path, tmp_path)
    assert [path.name for path in journal.path.parent.iterdir()] == [f"{journal.path.stem}{BROKEN}"]
    assert "set aside" in caplog.text
