import pytest

from bank_rs.service.edge.key_file import KeyFile
from bank_rs.service.edge.key_ring import KeysError, digests_of, key_id
from tests.waiting import wait_until

OLD, NEW = "old-key-0123456789", "new-key-0123456789"


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "keys"
    path.write_text(f"# keys of the branches\n\n  {OLD}  # north\n")
    return path


def opens(file, key):
    return key_id(key.encode(), file.digests) is not None


def test_comments_and_empty_lines_are_no_keys(path):
    assert KeyFile(path).digests == digests_of([OLD], "here")


def test_changed_file_is_read_again_and_an_unchanged_one_is_not(path):
    file = KeyFile(path)
    before = file.digests
    file.look_again()
    assert file.digests is before
    path.write_text(f"{NEW}\n")
    file.look_again()
    assert opens(file, NEW)
    assert not opens(file, OLD)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.unlink(),
        lambda path: path.write_text(""),
        lambda path: path.write_text("short\n"),
        lambda path: path.write_bytes(b"\xff\xfe" * 20),
        lambda path: (path.unlink(), path.mkdir()),
    ],
    ids=["gone", "empty", "short", "bytes", "folder"],
)
def test_file_that_is_spoiled_keeps_the_last_keys_and_says_so_once(path, caplog, spoil):
    file = KeyFile(path)
    spoil(path)
    for _ in range(3):
        file.look_again()
    assert opens(file, OLD)
    assert len(caplog.records) == 1
    assert "keys it had before stay valid" in caplog.text


def test_file_that_comes_back_is_used_again(path):
    file = KeyFile(path)
    path.unlink()
    file.look_again()
    path.write_text(f"{NEW}\n")
    file.look_again()
    assert opens(file, NEW)


@pytest.mark.parametrize("text", ["", "# nothing\n", "short\n"])
def test_file_without_usable_keys_is_refused_at_the_start(path, text):
    path.write_text(text)
    with pytest.raises(KeysError, match="keys"):
        KeyFile(path)


def test_missing_file_is_refused_at_the_start(tmp_path):
    with pytest.raises(KeysError, match="cannot be read as a file of keys"):
        KeyFile(tmp_path / "nothing")


def test_file_is_followed_for_the_time_of_the_block(path):
    file = KeyFile(path)
    with file.followed():
        path.write_text(f"{NEW}\n")
        wait_until(lambda: opens(file, NEW), 5)
