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
