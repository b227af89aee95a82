"""Contenders drawn side by side: ROC curves, MAP@7 and hit rates."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from bank_rs.exploration.contender import Contender
from bank_rs.exploration.style import BLUE, CYCLE, GREY, in_plain_numbers, new_figure, plain
from bank_rs.model.evaluate.ranking_metrics import HIT_RATES

_FEWEST: Final = 1e-4
"""Where the logarithmic axis begins; less is a handful of pairs."""

_ON_WHITE: Final = {"facecolor": "white", "edgecolor": "none", "pad": 1}


def plot_roc(contenders: Sequence[Contender], source: str) -> Figure:
    """ROC curves of the pairs not held, on a linear axis and on a logarithmic one.

    Parameters
    ----------
    contenders
        The last is drawn in front.
    source
        As in `new_figure`.
    """
    figure = new_figure("ROC curves on the test month, products not held", source, (11, 5.2))
    linear, logarithmic = figure.subplots(1, 2, sharey=True)
    logarithmic.set_xscale("log")
    _draw_curves(plain(linear, "both"), contenders)
    _draw_curves(plain(logarithmic, "both"), contenders)
    linear.set(xlim=(-0.01, 1), ylim=(0, 1.01), ylabel="share of the additions found")
    linear.set_xlabel("share of the other pairs selected")
    logarithmic.set(xlim=(_FEWEST, 1), xlabel="the same, log scale")
    in_plain_numbers(logarithmic.xaxis)
    handles, labels = linear.get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower left", ncols=2, frameon=False)
    return figure


def _draw_curves(axes: Axes, contenders: Sequence[Contender]) -> None:
    for each, colour in zip(contenders, _colours(len(contenders)), strict=True):
        if each.curve is None:
            continue
        wrong = np.concatenate(([0.0], each.curve.false_positive_rate, [1.0]))
        right = np.concatenate(([0.0], each.curve.recall, [1.0]))
        width = 2.4 if each is contenders[-1] else 1.3
        label = f"{each.name}, AUC {each.auc:.3f}"
        # between two thresholds of a constant the order is by chance, so the line is straight
        points = np.union1d(wrong, np.geomspace(_FEWEST / 10, 1, 200))
        axes.plot(points, np.interp(points, wrong, right), color=colour, lw=width, label=label)


def _colours(count: int) -> list[str]:
    """Of the others, and blue for the last."""
    others = [colour for colour in (GREY, *CYCLE) if colour != BLUE]
    return [*(others[place % len(others)] for place in range(count - 1)), BLUE]


def plot_map_bars(contenders: Sequence[Contender], source: str) -> Figure:
    """MAP@7 of each as a share of what it can be; the raw value stands at the bar."""
    figure = new_figure("MAP@7 on the test month", source, (9, 1.4 + 0.36 * len(contenders)))
    axes = plain(figure.add_subplot(), "x")
    shares = [100 * each.metrics["map_at_7_normalised"] for each in contenders]
    bars = axes.barh(range(len(contenders)), shares, color=_colours(len(contenders)))
    written = [
        f"{share:.1f}%  (raw {each.metrics['map_at_7']:.4f})"
        for share, each in zip(shares, contenders, strict=True)
    ]
    axes.bar_label(bars, written, padding=3, fontsize="small", bbox=_ON_WHITE)
    axes.axvline(100, color=GREY, linestyle="--", linewidth=1)
    axes.set_yticks(range(len(contenders)), [each.name for each in contenders])
    axes.invert_yaxis()
    axes.set_ylabel("answer")
    axes.set(xlim=(0, 130), xticks=range(0, 101, 20), xlabel="% of the most it can be (dashed)")
    return figure


def plot_hit_rates(contenders: Sequence[Contender], source: str) -> Figure:
    """Share of the buyers who find an addition in their list, by the length of the list."""
    figure = new_figure("Hit rate by the length of the list, test month", source, (9, 4.2))
    axes = plain(figure.add_subplot())
    for each, colour in zip(contenders, _colours(len(contenders)), strict=True):
        rates = [100 * each.metrics[f"hit_rate_at_{k}"] for k in HIT_RATES]
        width = 2.4 if each is contenders[-1] else 1.3
        axes.plot(HIT_RATES, rates, "o-", color=colour, linewidth=width, label=each.name)
    axes.set(xlabel="products in the list", xticks=HIT_RATES, ylim=(0, 102))
    axes.set_ylabel("% of buyers with a hit")
    figure.legend(loc="outside right upper", frameon=False, fontsize="small")
    return figure
