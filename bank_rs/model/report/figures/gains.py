"""Cumulative gains and lift of all pairs of client and product together."""

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, PercentFormatter

from bank_rs.model.evaluate import Curve
from bank_rs.model.report.figures.look import BLUE, MUTED, ORANGE, new_axes

_COLOURS = (BLUE, ORANGE, MUTED)


def gains(curves: Mapping[str, Curve]) -> Figure:
    """Both, side by side.

    Parameters
    ----------
    curves
        By name, the model's first; at most three.
    """
    figure, (left, right) = new_axes(3.4, 2)
    for (name, curve), colour in zip(curves.items(), _COLOURS, strict=False):
        share, found = np.append(curve.share, 1), np.append(curve.recall, 1)
        left.plot(share, found, color=colour, label=name)
        right.plot(share, np.append(curve.lift, 1), color=colour, label=name)
    for axes in (left, right):
        axes.set(xscale="log", xlabel="pairs offered, %")
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:g}"))
    left.yaxis.set_major_formatter(PercentFormatter(1, 0))
    left.set(ylim=(0, 1.02), ylabel="additions found")
    left.set_title("Cumulative gains")
    right.set(yscale="log", ylabel="times a random offer")
    right.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    right.set_title("Lift")
    left.legend(loc="upper left")
    return figure
