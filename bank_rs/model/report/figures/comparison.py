"""Models beside each other, and a model over the months."""

import numpy as np
import polars as pl
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from bank_rs.model.report.figures.look import BLUE, INK, MUTED, ORANGE, new_axes

_SERIES = (("_limit", "limit", MUTED, "--"), ("", "model", BLUE, "-"))
_BASELINE = ("_baseline", "popularity", ORANGE, "-")


def trade_off(candidates: pl.DataFrame) -> Figure:
    """Quality against the time of one prediction, a point per candidate.

    Parameters
    ----------
    candidates
        ``candidate``, ``map_at_7_normalised`` and ``microseconds``, none of them null.
    """
    figure, (axes,) = new_axes(3.6)
    ranked = candidates.sort("map_at_7_normalised")
    points = ranked.select("microseconds", "map_at_7_normalised").to_numpy()
    axes.plot(*points.T, "o", color=BLUE, markersize=7)
    places = np.linspace(0.04, 0.96, len(points))
    for name, point, place in zip(ranked["candidate"], points, places, strict=True):
        axes.annotate(
            name,
            point,
            xytext=(1.03, place),
            textcoords="axes fraction",
            va="center",
            color=INK,
            arrowprops={"arrowstyle": "-", "color": MUTED, "linewidth": 0.6, "relpos": (0, 0.5)},
        )
    axes.set(xscale="log", xlabel="one record, µs", ylabel="MAP@7 / ceiling")
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    axes.margins(0.12)
    return figure


def backtest(months: pl.DataFrame) -> Figure:
    """Normalised MAP@7 by the month of the additions.

    Parameters
    ----------
    months
        ``month``, ``map_at_7_normalised`` and, with the endings ``_baseline`` and ``_limit``, those
        of the others, where known.
    """
    figure, (axes,) = new_axes(3.2)
    names = [f"{month:%Y-%m}" for month in months["month"]]
    for ending, label, colour, line in (*_SERIES, _BASELINE):
        column = f"map_at_7_normalised{ending}"
        if column in months.columns:
            axes.plot(names, months[column], line, marker="o", color=colour, label=label)
    axes.set(ylim=(0, 1), ylabel="MAP@7 / ceiling")
    axes.legend(loc="lower left", ncols=3)
    return figure
