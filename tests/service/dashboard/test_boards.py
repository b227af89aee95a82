import json

import pytest

from bank_rs.service.dashboard.boards import Boards
from bank_rs.service.edge.problems import ProblemError
from tests.service.dashboard.copies import COMMITTED, committed


def test_committed_dashboards_are_read_as_they_are():
    read = Boards(COMMITTED).read()
    assert {board["uid"]: board for board in json.loads(read.document)} == committed()
    assert set(read.by_uid) == set(committed())


def test_boards_are_read_again_only_when_a_file_changes(tmp_path):
    file = tmp_path / "a.json"
    file.write_text('{"uid": "a", "title": "A"}')
    boards = Boards(tmp_path)
    first = boards.read()
    assert boards.read() is first
    file.write_text('{"uid": "a", "title": "another"}')
    assert boards.read().by_uid["a"].title == "another"
    (tmp_path / "b.json").write_text('{"uid": "b", "title": "B"}')
    assert set(boards.read().by_uid) == {"a", "b"}
    file.unlink()
    assert set(boards.read().by_uid) == {"b"}


@pytest.mark.parametrize("folder", ["", "missing", "a file"])
def test_folder_without_dashboards_names_what_to_set(tmp_path, folder):
    (tmp_path / "a file").touch()
    with pytest.raises(ProblemError, match="BANK_RS_DASHBOARDS_DIR") as raised:
        Boards(tmp_path / folder).read()
    assert raised.value.status == 404


@pytest.mark.parametrize("text", ["{", "[]", '{"title": "no uid"}', "\udcff"])
def test_file_that_is_no_dashboard_is_named(tmp_path, text):
    (tmp_path / "broken.json").write_text(text, "utf-8", "surrogateescape")
    with pytest.raises(ProblemError, match=r"^broken\.json ") as raised:
        Boards(tmp_path).read()
    assert raised.value.status == 500
