import numpy as np
import pytest

from bank_rs.exploration.contender import Contender
from bank_rs.exploration.contest import plot_hit_rates, plot_map_bars, plot_roc
from bank_rs.exploration.style import BLUE


@pytest.fixture(scope="module")
def two():
    rng = np.random.default_rng(0)
    probabilities = rng.uniform(0.01, 0.5, (400, 24))
    added = (rng.random(probabilities.shape) < probabilities).astype(np.int8)
    held = np.zeros_like(added)
    zeros = np.zeros_like(probabilities)
    return [
        Contender.judge("nothing", zeros, added, held),
        Contender.judge("the truth", probabilities, added, held),
    ]


def test_plot_roc_has_a_curve_with_its_area_for_each_in_both_halves(two):
    left, right = plot_roc(two, "simulated").axes
    labels = [f"{each.name}, AUC {each.auc:.3f}" for each in two]
    assert [line.get_label() for line in left.lines] == labels
    assert len(right.lines) == 2
    assert right.get_xscale() == "log"


def test_plot_roc_of_a_constant_is_the_diagonal(two):
    wrong, right = plot_roc(two, "simulated").axes[0].lines[0].get_data()
    np.testing.assert_allclose(wrong, right, atol=1e-12)


def test_plot_roc_leaves_out_what_has_no_curve(two):
    without = Contender("no additions", None, np.nan, two[0].metrics)
    assert len(plot_roc([without, *two], "simulated").axes[0].lines) == 2


def test_plot_map_bars_are_shares_of_the_ceiling(two):
    bars = plot_map_bars(two, "simulated").axes[0].patches
    expected = [100 * each.metrics["map_at_7_normalised"] for each in two]
    assert [bar.get_width() for bar in bars] == pytest.approx(expected)


def test_plot_hit_rates_rise_with_the_list_and_the_last_is_blue(two):
    *_, last = plot_hit_rates(two, "simulated").axes[0].lines
    assert last.get_color() == BLUE
    assert (np.diff(last.get_ydata()) >= 0).all()
