import fcntl
import os
import stat
from pathlib import Path

import pytest

from bank_rs.predictions.journal import Journal, JournalError, read_journal
from tests.predictions.full_disk import most_bytes_of_a_file
from tests.predictions.rows import MODEL, NOON, OTHER, made


def read(path):
    with path.open("rb") as file:
        return read_journal(file)


def content(path):
    """The rows as bytes, as what is not a number does not equal itself."""
    return read(path)[1].tobytes()


def descriptors():
    return sorted(path.name for path in Path("/proc/self/fd").iterdir())


@pytest.fixture
def journal(tmp_path):
    return Journal.create(tmp_path, MODEL, NOON)


def test_journal_is_read_while_it_is_written(journal):
    first, second = made(number=3), made(number=2, first=3)
    journal.append(first)
    origin, rows = read(journal.path)
    assert origin == MODEL
    assert rows.tobytes() == first.tobytes()
    journal.append(second)
    assert content(journal.path) == first.tobytes() + second.tobytes()
    assert journal.rows == 5


def test_journal_of_each_model_has_its_own_rows(tmp_path):
    journal = Journal.create(tmp_path, OTHER, NOON)
    journal.append(made(OTHER, 2))
    origin, rows = read(journal.path)
    assert origin == OTHER
    assert rows.tobytes() == made(OTHER, 2).tobytes()


def test_journal_is_for_its_owner_alone(journal):
    assert stat.S_IMODE(journal.path.stat().st_mode) == 0o600


def test_journal_is_locked_until_it_is_closed(journal):
    with journal.path.open("rb") as file:
        with pytest.raises(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        journal.close()
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_journal_knows_that_it_was_deleted(journal):
    assert journal.is_there
    journal.path.unlink()
    assert not journal.is_there


def test_journal_on_a_disk_that_is_full_keeps_whole_rows(journal):
    journal.append(made(number=2))
    size = journal.path.stat().st_size
    with most_bytes_of_a_file(size + made().nbytes + 10), pytest.raises(OSError):
        journal.append(made(number=3, first=2))
    assert journal.path.stat().st_size == size
    journal.append(made(number=3, first=2))
    assert content(journal.path) == made(number=2).tobytes() + made(number=3, first=2).tobytes()


def test_journal_that_cannot_be_begun_leaves_nothing(tmp_path):
    before = descriptors()
    with most_bytes_of_a_file(10), pytest.raises(OSError):
        Journal.create(tmp_path, MODEL, NOON)
    assert not list(tmp_path.iterdir())
    assert descriptors() == before


@pytest.mark.parametrize("size", [0, 1, 40])
def test_journal_whose_first_line_is_cut_short_has_nothing(journal, size):
    os.truncate(journal.path, size)
    assert read(journal.path) is None


@pytest.mark.parametrize(
    "line",
    [
        b"\0\0\0\n",
        b"[]\n",
        b'"text"\n',
        b"{}\n",
        b'{"format": 2}\n',
        b'{"format": 1, "version": 1}\n',
    ],
)
def test_file_that_is_no_journal_is_named(tmp_path, line):
    path = tmp_path / "one.journal"
    path.write_bytes(line)
    with pytest.raises(JournalError, match=r"one\.journal"):
        read(path)
