import polars as pl

from bank_rs.data.panel import transitions, with_history
from bank_rs.model.evaluate import client_groups


def test_groups_are_bands_of_the_columns():
    rows = pl.DataFrame(
        {
            "client_segment": ["01 - TOP", None, "02 - PARTICULARES"],
            "age": [24, 65, None],
            "gender": ["H", "V", None],
            "owned": [0, 1, 2],
            "owned_1": [None, 1, 0],
            "owned_2": [None, None, 3],
        }
    )
    groups = {name: group.to_list() for name, group in client_groups(rows).items()}
    assert groups == {
        "segment": ["01 - TOP", None, "02 - PARTICULARES"],
        "age": ["0-24", "65 and above", None],
        "sex": ["H", "V", None],
        "holds": ["nothing", "something", "something"],
        "months known": ["0", "1", "2-6"],
    }


def test_groups_of_a_panel_cover_every_row(panel):
    rows = with_history(panel)
    groups = client_groups(rows)
    assert {len(group) for group in groups.values()} == {rows.height}
    assert set(groups["months known"]) == {"0", "1", "2-6"}


def test_months_are_not_known_without_history(panel):
    assert "months known" not in client_groups(transitions(panel))
