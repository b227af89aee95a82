import os

import pytest

from bank_rs.loop.watch.inbox import SETTLED_SECONDS, Inbox

NOW = 1_000_000


@pytest.fixture
def inbox(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    return Inbox(folder, tmp_path / "seen.json", clock=lambda: NOW)


def put(inbox: Inbox, name: str, text: str = "x", age: float = SETTLED_SECONDS) -> None:
    path = inbox.folder / name
    path.write_text(text)
    os.utime(path, (NOW - age, NOW - age))


def arrived(inbox: Inbox) -> list[str]:
    return [path.name for path in inbox.arrived()]


def test_files_of_the_banks_kinds_arrive_by_name(inbox):
    for name in ("b.csv", "a.zip", "c.parquet", "notes.txt", ".gitignore"):
        put(inbox, name)
    (inbox.folder / "folder.csv").mkdir()
    assert arrived(inbox) == ["a.zip", "b.csv", "c.parquet"]


def test_file_that_is_still_written_to_waits(inbox):
    put(inbox, "a.csv", age=SETTLED_SECONDS - 1)
    assert not arrived(inbox)


def test_file_that_was_taken_arrives_no_more(inbox):
    put(inbox, "a.csv")
    put(inbox, "b.csv")
    inbox.take(inbox.folder / "a.csv")
    assert arrived(inbox) == ["b.csv"]


@pytest.mark.parametrize("change", [{"text": "xy"}, {"age": 100}], ids=["size", "time"])
def test_file_that_changed_arrives_again(inbox, change):
    put(inbox, "a.csv")
    inbox.take(inbox.folder / "a.csv")
    put(inbox, "a.csv", **change)
    assert arrived(inbox) == ["a.csv"]


def test_memory_that_is_spoilt_is_no_memory(inbox, tmp_path):
    put(inbox, "a.csv")
    (tmp_path / "seen.json").write_text("{")
    assert arrived(inbox) == ["a.csv"]
    inbox.take(inbox.folder / "a.csv")
    assert not arrived(inbox)


def test_folder_that_is_not_there_is_empty(tmp_path):
    assert not Inbox(tmp_path / "none", tmp_path / "seen.json").arrived()
