"""Rules that all figures keep: a title, units on the axes, the data they are of."""

import pytest
from matplotlib.colors import Normalize
from matplotlib.figure import Figure

from bank_rs.data.panel import split_by_time, transitions, with_history
from bank_rs.exploration.additions import addition_table, plot_additions, plot_rates, rate_table
from bank_rs.exploration.ages import plot_ages
from bank_rs.exploration.baselines import contenders
from bank_rs.exploration.calibration import plot_calibration, plot_expected
from bank_rs.exploration.coding import coded_additions, coded_profile
from bank_rs.exploration.contest import plot_hit_rates, plot_map_bars, plot_roc
from bank_rs.exploration.dependence import phik_table, significance_table
from bank_rs.exploration.dependence_map import plot_phik, plot_significance
from bank_rs.exploration.heat_map import plot_map
from bank_rs.exploration.importance import importance_table, plot_importance
from bank_rs.exploration.missing import missing_table, plot_missing
from bank_rs.exploration.months import month_table, plot_months
from bank_rs.exploration.ownership import (
    count_table,
    ownership_table,
    plot_counts,
    plot_ownership,
)
from bank_rs.exploration.returns import plot_returns, return_table
from bank_rs.exploration.split import plot_split
from bank_rs.exploration.variable import variable_tables
from bank_rs.exploration.variable_figure import plot_variables

SOURCE = "simulated bank, 2,000 clients"


def contest_figure(plot, panel, evidence):
    return plot(contenders(split_by_time(transitions(panel)), evidence), SOURCE)


def dependence_figure(panel, table, plot):
    rows = transitions(panel)
    columns = ["age", "gender", "ind_client_activity"]
    values = table(coded_profile(rows, columns), coded_additions(rows, fewest=20))
    return plot(values, "Profile and additions", SOURCE)


def returns_figure(panel):
    return plot_returns(return_table(with_history(panel).drop_nulls("added")), SOURCE)


def variables_figure(panel):
    tables = variable_tables(transitions(panel), ["age", "income", "last_date_as_primary"])
    return plot_variables(tables, "Some columns", SOURCE)


FIGURES = {
    "additions": lambda p: plot_additions(addition_table(transitions(p)), SOURCE),
    "ages": lambda p: plot_ages(p, SOURCE),
    "counts": lambda p: plot_counts(count_table(p["owned"]), count_table(p["owned"]), SOURCE),
    "missing": lambda p: plot_missing(missing_table(p), SOURCE),
    "months": lambda p: plot_months(month_table(p, transitions(p)), SOURCE),
    "ownership": lambda p: plot_ownership(ownership_table(p), SOURCE),
    "phik": lambda p: dependence_figure(p, phik_table, plot_phik),
    "rates": lambda p: plot_rates(rate_table(transitions(p)), SOURCE),
    "returns": returns_figure,
    "significance": lambda p: dependence_figure(p, significance_table, plot_significance),
    "split": lambda p: plot_split(split_by_time(transitions(p)), SOURCE),
    "variables": variables_figure,
}


JUDGED = {
    "calibration": lambda _, found: plot_calibration(found.quality.reliability, SOURCE),
    "expected": lambda _, found: plot_expected(found.quality.products, SOURCE),
    "hit rates": lambda p, found: contest_figure(plot_hit_rates, p, found),
    "importance": lambda _, found: plot_importance(importance_table(found.importance), SOURCE),
    "map": lambda p, found: contest_figure(plot_map_bars, p, found),
    "roc": lambda p, found: contest_figure(plot_roc, p, found),
}


@pytest.mark.parametrize("name", FIGURES)
def test_figure_has_title_units_and_source(panel, name):
    check_figure(FIGURES[name](panel))


@pytest.mark.parametrize("name", JUDGED)
def test_figure_of_a_model_has_title_units_and_source(panel, training, name):
    check_figure(JUDGED[name](panel, training.evidence))


def check_figure(figure):
    assert isinstance(figure, Figure)
    figure.canvas.draw()
    assert figure.get_suptitle()
    assert SOURCE in figure.get_supxlabel()
    assert any(axes.get_xlabel() for axes in figure.axes)
    for axes in figure.axes:
        named = axes.get_ylabel() or axes.get_title(loc="left")
        assert named or not axes.yaxis.get_tick_params()["labelleft"]


@pytest.mark.parametrize("name", ["counts", "months", "rates"])
def test_figure_of_amounts_begins_at_zero_or_is_logarithmic(panel, name):
    for axes in FIGURES[name](panel).axes:
        scale = axes.get_xscale() if name == "rates" else axes.get_yscale()
        assert scale == "log" or axes.get_ylim()[0] == 0


def test_map_draws_what_is_not_measured_in_grey_and_without_a_number():
    import polars as pl

    table = pl.DataFrame({"row": ["a", "b"], "x": [0.1, float("nan")], "y": [None, 0.9]})
    figure = plot_map(table, "Map", SOURCE, "share", norm=Normalize(0, 1))
    axes = figure.axes[0]
    assert [text.get_text() for text in axes.texts] == ["0.10", "0.90"]
    assert axes.images[0].get_array().mask.tolist() == [[False, True], [True, False]]
    assert figure.axes[1].get_ylabel() == "share"
