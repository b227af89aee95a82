"""ROC and precision-recall curves, a small plot for each product."""

from collections.abc import Callable, Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from bank_rs.model.evaluate import Curve
from bank_rs.model.report.figures.look import BLUE, MUTED, new_grid

_COLUMNS = 4
_HEIGHT = 1.95


def roc(curves: Mapping[str, Curve], notes: Mapping[str, str]) -> Figure:
    """Share of additions found against share of other pairs selected.

    Parameters
    ----------
    curves
        By the title of the product.
    notes
        What stands in a corner of each, by the same titles.
    """

    def draw(axes: Axes, curve: Curve) -> None:
        axes.plot([0, 1], [0, 1], color=MUTED, linestyle=":", linewidth=1)
        false = np.concatenate([[0], curve.false_positive_rate, [1]])
        found = np.concatenate([[0], curve.recall, [1]])
        axes.plot(false, found, color=BLUE)
        axes.set(xlim=(0, 1), ylim=(0, 1.02))

    return _multiples(curves, notes, draw, ("others selected", "additions found"), (0.96, 0.06))


def precision_recall(curves: Mapping[str, Curve], notes: Mapping[str, str]) -> Figure:
    """Share of additions among the selected against share of additions found.

    Parameters
    ----------
    curves, notes
        As in `roc`.
    """

    def draw(axes: Axes, curve: Curve) -> None:
        axes.axhline(curve.additions / curve.pairs, color=MUTED, linestyle=":", linewidth=1)
        axes.plot(curve.recall, curve.precision, color=BLUE)
        axes.set(xlim=(0, 1), ylim=(0, max(0.05, 1.05 * float(curve.precision.max()))))

    return _multiples(curves, notes, draw, ("additions found", "precision"), (0.96, 0.86))


def _multiples(
    curves: Mapping[str, Curve],
    notes: Mapping[str, str],
    draw: Callable[[Axes, Curve], None],
    labels: tuple[str, str],
    corner: tuple[float, float],
) -> Figure:
    figure, places = new_grid(len(curves), _COLUMNS, _HEIGHT)
    for axes, (title, curve) in zip(places, curves.items(), strict=True):
        draw(axes, curve)
        axes.set_title(title)
        x, y = corner
        axes.text(x, y, notes[title], ha="right", transform=axes.transAxes, color=MUTED, fontsize=9)
        axes.xaxis.set_major_formatter(PercentFormatter(1, 0))
        axes.yaxis.set_major_formatter(PercentFormatter(1, 0))
        axes.set_xticks([0, 0.5, 1])
    figure.supxlabel(labels[0], color=MUTED, fontsize=9)
    figure.supylabel(labels[1], color=MUTED, fontsize=9)
    return figure
