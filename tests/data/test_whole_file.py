import os

import pytest

from bank_rs.data.whole_file import OutputError, whole


def test_file_appears_when_the_block_ends(tmp_path):
    path = tmp_path / "new" / "panel.parquet"
    with whole(path) as partial:
        partial.write_text("whole")
        assert not path.exists()
    assert path.read_text() == "whole"
    assert list(path.parent.iterdir()) == [path]


def test_block_that_fails_leaves_the_older_file(tmp_path):
    path = tmp_path / "panel.parquet"
    path.write_text("older")

    def fail_half_way() -> None:
        with whole(path) as partial:
            partial.write_text("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail_half_way()
    assert path.read_text() == "older"
    assert list(tmp_path.iterdir()) == [path]


def test_block_that_writes_nothing_removes_the_older_file(tmp_path):
    path = tmp_path / "panel.quarantine.csv"
    path.write_text("older")
    with whole(path):
        pass
    assert list(tmp_path.iterdir()) == []


def test_folder_that_is_a_file_is_said_to_be_one(tmp_path):
    (tmp_path / "file").touch()
    folder = whole(tmp_path / "file" / "panel.parquet")
    with pytest.raises(OutputError, match=r"panel\.parquet cannot be written \(.*\): free"), folder:
        pass


@pytest.mark.parametrize("make", [os.mkdir, os.mkfifo], ids=["folder", "pipe"])
def test_what_is_no_file_is_not_replaced(tmp_path, make):
    make(tmp_path / "out")
    out = whole(tmp_path / "out")
    with pytest.raises(OutputError, match="out is a folder or a device: name a file"), out:
        pass
    assert not (tmp_path / "out").is_file()


def test_link_is_followed(tmp_path):
    (tmp_path / "disk").mkdir()
    (tmp_path / "panel.parquet").symlink_to(tmp_path / "disk" / "panel.parquet")
    with whole(tmp_path / "panel.parquet") as partial:
        partial.write_text("whole")
    assert (tmp_path / "panel.parquet").is_symlink()
    assert (tmp_path / "disk" / "panel.parquet").read_text() == "whole"


def test_link_to_itself_is_replaced(tmp_path):
    path = tmp_path / "panel.parquet"
    path.symlink_to(path)
    with whole(path) as partial:
        partial.write_text("whole")
    assert path.read_text() == "whole"


def test_file_that_another_run_left_behind_is_not_touched(tmp_path):
    left = tmp_path / "panel.parquet.partial"
    left.write_text("of another run")
    with whole(tmp_path / "panel.parquet") as partial:
        partial.write_text("whole")
    assert left.read_text() == "of another run"
