import numpy as np
import polars as pl
import pytest

from bank_rs.data.panel import with_history
from bank_rs.model.clients import chosen, share_of
from bank_rs.model.experiment.store import Store
from bank_rs.model.panel_file import PanelFile
from bank_rs.model.sample import Sample

MANY = pl.DataFrame({"id": np.arange(15_889, 215_889)})


@pytest.mark.parametrize("share", [0.01, 0.3, 0.9])
def test_chosen_clients_are_the_share_asked_for(share):
    error = np.sqrt(share * (1 - share) / MANY.height)
    assert chosen(MANY, share).height / MANY.height == pytest.approx(share, abs=4 * error)


@pytest.mark.parametrize("parts", [2, 7, 97])
def test_chosen_clients_are_as_many_in_each_part_of_the_bank(parts):
    counts = chosen(MANY, 0.2).group_by(pl.col("id") % parts).len()["len"]
    expected = 0.2 * MANY.height / parts
    assert ((counts - expected) ** 2 / (0.8 * expected)).sum() < parts + 5 * np.sqrt(2 * parts)


def test_smaller_share_is_of_those_of_the_larger():
    assert set(chosen(MANY, 0.1)["id"]) < set(chosen(MANY, 0.2)["id"])


def test_choice_does_not_depend_on_the_rows_beside():
    shuffled = MANY.sample(fraction=0.5, shuffle=True, seed=3)
    assert set(chosen(shuffled, 0.2)["id"]) == set(chosen(MANY, 0.2)["id"]) & set(shuffled["id"])


def test_everybody_is_chosen_where_all_are_few_enough():
    assert share_of(1000, 1000) == share_of(1000, None) == 1
    assert share_of(1000, 250) == 0.25
    assert chosen(MANY, 1.0).height == MANY.height


def test_choice_is_not_that_of_the_sample(panel):
    rows = with_history(panel).filter(pl.col("added") == 0)
    drawn = Sample.draw(rows, others=0.5).rows
    both = chosen(drawn, 0.5).height / drawn.height
    assert both == pytest.approx(0.5, abs=0.05)


def test_panel_file_judges_on_the_clients_chosen_and_learns_from_all(panel_file, tmp_path):
    (folder := tmp_path / "some").mkdir()
    some = Store.write(PanelFile(panel_file, most=400), folder, others=0.2, origins=1)
    everybody = Store.write(PanelFile(panel_file), tmp_path, others=0.2, origins=1)
    assert some.sample(some.months).rows.equals(everybody.sample(some.months).rows)
    for day in some.whole_months(1):
        share = PanelFile(panel_file, most=400).share
        whole = everybody.month(day).rows
        assert 0 < share < 1
        assert some.month(day).rows.equals(chosen(whole, share))


def test_newest_records_are_of_the_clients_chosen(panel_file):
    some = pl.concat(PanelFile(panel_file, most=400).newest())
    everybody = pl.concat(PanelFile(panel_file).newest())
    assert some.equals(chosen(everybody, PanelFile(panel_file, most=400).share))
