import json

import pytest

from bank_rs.registry.gate import Force, GateError, failed


@pytest.fixture
def set_here(settings, tmp_path):
    return settings.model_copy(update={"state_dir": tmp_path})


def test_neither_force_nor_reason_is_no_force(set_here):
    assert Force.of(set_here, force=False, reason=None) is None


@pytest.mark.parametrize(
    ("force", "reason"), [(True, None), (True, " \n"), (False, "because"), (True, "x" * 1001)]
)
def test_force_without_a_reason_and_a_reason_without_force_are_refused(force, reason, set_here):
    with pytest.raises(GateError, match="both --force and --reason"):
        Force.of(set_here, force=force, reason=reason)


def test_journal_has_a_line_for_each_force(set_here):
    force = Force.of(set_here, force=True, reason=" by\nthe board ")
    for version in ("3", "4"):
        line = force.record("bank-rs", version, "champion")
    kept = (set_here.retraining_dir / "forced.jsonl").read_text().splitlines()
    assert [json.loads(each)["version"] for each in kept] == ["3", "4"]
    assert json.loads(kept[1]) == line.model_dump(mode="json")
    assert line.reason == "by the board"


def test_journal_that_cannot_be_written_is_named(set_here, tmp_path):
    (tmp_path / "retraining").write_text("")
    force = Force.of(set_here, force=True, reason="why")
    with pytest.raises(GateError, match=r"forced\.jsonl, where forced promotions are recorded"):
        force.record("bank-rs", "3", "champion")


@pytest.mark.parametrize(
    ("tags", "found"), [({}, False), ({"gate": "passed"}, False), ({"gate": "failed"}, True)]
)
def test_failure_is_read_from_the_tags(tags, found):
    assert failed(tags) == found
