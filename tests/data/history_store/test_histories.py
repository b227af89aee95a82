import logging
import shutil
from datetime import date

import pytest

from bank_rs.data.history_store import Histories, HistoryFileError, write_history
from tests.data.history_store.panels import day_of, panel_of, record_of
from tests.waiting import wait_until

JUNE = date(2016, 6, 28)
CLIENT = 1


@pytest.fixture
def files(tmp_path):
    """Two histories of one client: of May 2016, and of June after it."""
    may, june = (CLIENT, 28), (CLIENT, 29)
    made = []
    for name, records in {"may": {may: 1}, "june": {may: 1, june: 4}}.items():
        panel = panel_of({key: record_of(owned) for key, owned in records.items()})
        panel.write_parquet(tmp_path / f"{name}.parquet")
        made.append(tmp_path / f"{name}.months")
        write_history(tmp_path / f"{name}.parquet", made[-1], lambda *_: None)
    return made


def replace(path, by):
    """Put a copy of a file in the place of another, as a whole."""
    beside = path.with_name("beside")
    shutil.copy(by, beside)
    beside.replace(path)


def last_month(histories: Histories) -> date:
    histories.lookup(CLIENT, JUNE)
    return histories.store.header.last_month


def told(caplog, level: int) -> list[str]:
    return [message for _, at, message in caplog.record_tuples if at == level]


def test_file_answers_as_its_store(files):
    histories = Histories(files[0])
    assert histories.lookup(CLIENT, JUNE) == histories.store.lookup(CLIENT, JUNE) == [(1, 0)]


def test_first_file_that_is_broken_is_refused(tmp_path):
    with pytest.raises(HistoryFileError):
        Histories(tmp_path / "none")


def test_replaced_file_is_read_anew(files, caplog):
    may, june = files
    caplog.set_level(logging.INFO)
    histories = Histories(may, look_seconds=0)
    replace(may, june)
    wait_until(lambda: last_month(histories) == date(2016, 6, 1))
    assert histories.lookup(CLIENT, date(2016, 7, 1)) == [(4, 0), (1, 0)]
    wait_until(lambda: told(caplog, logging.INFO))
    assert told(caplog, logging.INFO) == ["earlier months are now those up to 2016-06"]


@pytest.mark.parametrize("broken", [b"", b"no history", None], ids=["empty", "other", "none"])
def test_broken_file_is_told_of_once_and_the_store_before_goes_on(files, broken, caplog):
    may, june = files
    histories = Histories(may, look_seconds=0)
    before = histories.store
    if broken is None:
        may.unlink()
    else:
        may.with_name("broken").write_bytes(broken)
        replace(may, may.with_name("broken"))
    wait_until(lambda: histories.lookup(CLIENT, JUNE) == [(1, 0)] and told(caplog, logging.ERROR))
    for _ in range(1000):
        assert histories.lookup(CLIENT, JUNE) == [(1, 0)]
    assert histories.store is before
    replace(may, june)
    wait_until(lambda: last_month(histories) == date(2016, 6, 1))
    (said,) = told(caplog, logging.ERROR)
    assert said.startswith(f"earlier months stay those up to 2016-05: {may} cannot be read as a")


def test_file_that_did_not_change_is_not_read_again(files):
    histories = Histories(files[0], look_seconds=0)
    before = histories.store
    for _ in range(1000):
        histories.lookup(CLIENT, JUNE)
    assert histories.store is before


def test_file_is_not_looked_at_before_its_time(files):
    may, june = files
    histories = Histories(may, look_seconds=3600)
    replace(may, june)
    before = histories.store
    for _ in range(1000):
        histories.lookup(CLIENT, JUNE)
    assert histories.store is before


def test_file_opened_to_the_service_is_read(files):
    """Its owner may let others read it only after it has taken its place."""
    may, _ = files
    histories = Histories(may, look_seconds=0)
    before = histories.store
    may.chmod(0o640)
    wait_until(lambda: histories.lookup(CLIENT, JUNE) and histories.store is not before)


def test_store_in_use_outlives_its_file(files):
    may, june = files
    store = Histories(may).store
    replace(may, june)
    assert store.lookup(CLIENT, day_of(29)) == [(1, 0)]
