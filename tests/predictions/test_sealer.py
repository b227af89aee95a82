from datetime import UTC, date, datetime, timedelta

import pytest

from bank_rs.predictions.days import day_folder, day_folders
from bank_rs.predictions.journal import Journal
from bank_rs.predictions.reading import scan_predictions
from bank_rs.predictions.sealer import Sealer
from bank_rs.predictions.sealing import journals
from tests.predictions.full_disk import most_bytes_of_a_file
from tests.predictions.rows import DAY, MODEL, NOON, made
from tests.waiting import wait_until

TODAY = date(2016, 6, 1)


@pytest.fixture
def log(tmp_path):
    (tmp_path / "journals").mkdir()
    return tmp_path


@pytest.fixture
def sealer(log):
    return Sealer(log, 90, lambda: NOON)


def journal(log, number=1):
    made_now = Journal.create(log / "journals", MODEL, NOON)
    made_now.append(made(number=number))
    return made_now


def test_what_a_killed_process_left_is_sealed_at_the_start(log, sealer):
    journal(log).close()
    with sealer.running():
        wait_until(lambda: not journals(log))
    assert scan_predictions(log).collect().height == 1


def test_what_is_told_of_is_sealed(log, sealer):
    with sealer.running():
        journal(log).close()
        sealer.look()
        wait_until(lambda: not journals(log), 5)


def test_what_is_there_at_the_end_is_sealed(log, sealer):
    with sealer.running():
        wait_until(lambda: sealer._wake.is_set() is False)
        journal(log).close()
    assert not journals(log)


def test_what_is_written_to_is_not(log, sealer):
    writing = journal(log)
    sealer.seal_all()
    assert journals(log) == [writing.path]


@pytest.mark.parametrize(("age", "kept"), [(90, True), (91, False)])
def test_days_beyond_those_that_are_kept_are_deleted(log, sealer, age, kept):
    day_folder(log, TODAY - timedelta(age)).mkdir()
    sealer.seal_all()
    assert bool(day_folders(log)) is kept


def test_midnight_deletes_another_day(log):
    now = NOON
    sealer = Sealer(log, 1, lambda: now)
    day_folder(log, TODAY - timedelta(1)).mkdir()
    sealer.seal_all()
    assert day_folders(log)
    now += DAY
    sealer.seal_all()
    assert not day_folders(log)
    assert datetime.fromtimestamp(now, UTC).date() == TODAY + timedelta(1)


def test_disk_that_is_full_is_told_of_once_and_so_is_its_end(log, sealer, caplog):
    caplog.set_level("INFO")
    journal(log).close()
    with most_bytes_of_a_file(100):
        sealer.seal_all()
        sealer.seal_all()
    assert caplog.text.count("wait to be sealed") == 1
    sealer.seal_all()
    sealer.seal_all()
    assert caplog.text.count("sealed again") == 1
    assert not journals(log)


def test_journal_that_cannot_be_sealed_keeps_no_other_from_it(log, sealer):
    first, second = journal(log, number=1000), journal(log)
    for one in (first, second):
        one.close()
    with most_bytes_of_a_file(20_000):
        sealer.seal_all()
    assert [path.name for path in journals(log)] == [first.path.name]
