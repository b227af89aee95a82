import pytest

from bank_rs.service.dashboard.board import Board, Panel, Variable


def board(target: str, **variable: str) -> Board:
    """A dashboard with one panel, whose id is 7."""
    return Board.model_validate(
        {
            "uid": "u",
            "title": "t",
            "panels": [{"id": 7, "targets": [{"refId": "A", "target": target}]}, {"id": 8}],
            "templating": {"list": [{"name": "instance"} | variable]},
            "annotations": {"list": [{"builtIn": 1}, {"target": {"target": f"alias({target})"}}]},
        }
    )


@pytest.mark.parametrize("written", ["$instance", "${instance}", "[[instance]]"])
def test_targets_name_the_instance_however_the_variable_is_written(written):
    found = board(f"grep(a.*,'^a[.]{written}([.]|$)')").targets_of(7, "one")
    assert found == ["grep(a.*,'^a[.]one([.]|$)')"]


def test_targets_of_all_instances_hold_the_variable_s_own_value():
    assert board("$instance", allValue="a|b").targets_of(7, None) == ["a|b"]
    assert board("$instance").targets_of(7, None) == [".*"]


def test_targets_keep_what_is_no_variable():
    text = "f('$other','a$','${more}')"
    assert board(text).targets_of(7, "one") == [text]


def test_targets_of_panels_without_any_are_none_and_of_no_panel_there_is_nothing():
    assert board("a").targets_of(8, None) == []
    assert board("a").targets_of(9, None) is None


def test_marks_are_the_annotations_that_ask_something():
    assert board("$instance.x").marks("one") == ["alias(one.x)"]


def test_variable_takes_each_value_once_from_the_names_that_fit():
    variable = Variable(name="i", query="expand(a.*.b)", regex=r"/^a\.([^.]+)\.b$/")
    assert variable.metrics == "a.*.b"
    assert variable.values(["a.two.b", "a.one.b", "a.two.b", "a.b", "z.x.b"]) == ["one", "two"]


def test_variable_without_regex_takes_whole_names():
    variable = Variable(name="i", query="a.*")
    assert (variable.metrics, variable.values(["a.x"])) == ("a.*", ["a.x"])


@pytest.mark.parametrize(
    ("wish", "seconds"),
    [
        ("15y", 15 * 365 * 86_400),
        ("now-2d", 172_800),
        ("6h", 21_600),
        ("now/d", None),
        (None, None),
    ],
)
def test_panel_looks_back_as_far_as_it_says(wish, seconds):
    assert Panel(id=1, timeFrom=wish).seconds == seconds


def test_board_knows_how_far_its_panels_look_back():
    panels = [{"id": 7, "timeFrom": "1y"}, {"id": 8}]
    found = Board.model_validate({"uid": "u", "title": "t", "panels": panels})
    assert [found.seconds_of(panel) for panel in (7, 8, 9)] == [365 * 86_400, None, None]
