import polars as pl
import pytest

from bank_rs.exploration.importance import importance_reading, importance_table, plot_importance


@pytest.fixture
def table():
    features = ["held_cco", "held_tjcr", "age", "income"]
    return importance_table(pl.DataFrame({"feature": features, "gain": [1.0, 2.0, 6.0, 1.0]}))


def test_importance_table_adds_up_families_and_orders_them(table):
    assert table["family"].to_list() == ["age", "held_<product>", "income"]
    assert table["features"].to_list() == [1, 2, 1]
    assert table["share"].to_list() == pytest.approx([0.6, 0.3, 0.1])


def test_importance_table_of_a_model_without_trees_is_zero():
    table = importance_table(pl.DataFrame({"feature": ["age"], "gain": [0.0]}))
    assert table["share"].to_list() == [0]


def test_plot_importance_shows_the_first_families_with_their_size(table):
    axes = plot_importance(table, "simulated", top=2).axes[0]
    shown = [label.get_text() for label in axes.get_yticklabels()]
    assert shown == ["age (1)", "held_<product> (2)"]


def test_importance_reading_tells_the_profile_from_the_past():
    importance = pl.DataFrame({"feature": ["since_drop_cco", "age"], "gain": [3.0, 1.0]})
    text = importance_reading(importance)
    assert "have 75% of all gain, the profile of the record 25%" in text
