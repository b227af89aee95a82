import polars as pl
import pytest

from bank_rs.model.evaluate import threshold_curve
from bank_rs.model.report.figures import bars, calibration, comparison, curves, gains

CURVE = threshold_curve([[0.9], [0.5], [0.4], [0.1]], [[1], [0], [1], [0]])


def test_roc_goes_from_corner_to_corner():
    axes = curves.roc({"Funds": CURVE}, {"Funds": "0.75"}).axes[0]
    x, y = axes.lines[-1].get_data()
    assert (x[0], y[0], x[-1], y[-1]) == (0, 0, 1, 1)


def test_precision_is_drawn_against_the_base_rate():
    axes = curves.precision_recall({"Funds": CURVE}, {"Funds": "0.83"}).axes[0]
    assert axes.lines[0].get_ydata()[0] == pytest.approx(0.5)
    assert axes.lines[1].get_ydata() == pytest.approx([1, 2 / 3])


def test_gains_and_lift_end_with_everything():
    left, right = gains.gains({"model": CURVE, "popularity": CURVE}).axes
    assert [axes.lines[0].get_data()[0][-1] for axes in (left, right)] == [1, 1]
    assert (left.lines[0].get_ydata()[-1], right.lines[0].get_ydata()[-1]) == (1, 1)


def test_calibration_leaves_out_tenths_without_additions():
    table = pl.DataFrame(
        {"predicted": [0.01, 0.1], "observed": [0.0, 0.12], "actual": [0, 12]},
    )
    left, right = calibration.calibration(table, {"Funds": 0.9}).axes
    assert left.lines[-1].get_xdata() == pytest.approx([0.1])
    assert [label.get_text() for label in right.get_yticklabels()] == ["Funds"]


def test_calibration_of_no_additions_is_drawn():
    nothing = pl.DataFrame(schema={"predicted": pl.Float64, "observed": pl.Float64, "actual": int})
    figure = calibration.calibration(nothing, {})
    figure.draw_without_rendering()


def test_bars_are_in_percent():
    axes = bars.importance({"age": 0.75, "income": 0.25}).axes[0]
    assert [bar.get_width() for bar in axes.patches] == [75, 25]


def test_slices_without_buyers_have_no_dot():
    table = pl.DataFrame({"group": ["a", "b"], "map_at_7_normalised": [0.5, None]})
    axes = bars.slices({"segment": table}, 0.6).axes[0]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["a"]


def test_trade_off_names_every_candidate():
    candidates = pl.DataFrame(
        {"candidate": ["b", "a"], "map_at_7_normalised": [0.9, 0.6], "microseconds": [95.0, 3.0]}
    )
    axes = comparison.trade_off(candidates).axes[0]
    assert [text.get_text() for text in axes.texts] == ["a", "b"]
