import pytest

from bank_rs.loop.watch.lock import WatchedAlreadyError, watch_lock


def test_second_in_one_folder_is_refused(tmp_path):
    with (
        watch_lock(tmp_path / "state"),
        pytest.raises(WatchedAlreadyError, match="state"),
        watch_lock(tmp_path / "state"),
    ):
        pass
    with watch_lock(tmp_path / "state"):
        pass


def test_other_folder_is_free(tmp_path):
    with watch_lock(tmp_path / "one"), watch_lock(tmp_path / "other"):
        pass
