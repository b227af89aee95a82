"""Predicted against observed rates, and predicted over actual additions."""

import numpy as np
import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, NullFormatter

from bank_rs.model.report.figures.look import BAND, BLUE, INK, MUTED, new_axes

LOW, HIGH = 0.85, 1.18
"""Predicted over actual additions that are asked for of the main products."""

_TICKS = (0.25, 0.5, 0.7, 0.85, 1, 1.18, 1.4, 2, 4)


def calibration(reliability: pl.DataFrame, ratios: dict[str, float]) -> Figure:
    """Both, side by side.

    Parameters
    ----------
    reliability
        What `reliability_table` returns.
    ratios
        Predicted over actual additions by the title of the product.
    """
    figure, (left, right) = new_axes(3.9, 2)
    _rates(left, reliability.filter(pl.col("actual") > 0))
    _ratios(right, ratios)
    return figure


def _rates(axes: Axes, tenths: pl.DataFrame) -> None:
    predicted, observed = tenths["predicted"].to_numpy(), tenths["observed"].to_numpy()
    # two standard errors of a Poisson count
    error = 2 * observed / np.sqrt(tenths["actual"].to_numpy())
    axes.set(xscale="log", yscale="log")
    if tenths.height:
        ends = [min(predicted.min(), observed.min()), max(predicted.max(), observed.max())]
        axes.plot(ends, ends, color=MUTED, linestyle=":", linewidth=1)
    below = np.minimum(error, observed * 0.99)
    axes.errorbar(predicted, observed, [below, error], fmt="o", color=BLUE, markersize=5)
    axes.set(xlabel="predicted probability, %", ylabel="observed rate, %")
    axes.set_title("Rates, by tenth of the expected additions")
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:g}"))
        axis.set_minor_formatter(NullFormatter())


def _ratios(axes: Axes, ratios: dict[str, float]) -> None:
    places = np.arange(len(ratios))
    values = np.array(list(ratios.values()))
    axes.axvspan(LOW, HIGH, color=BAND)
    axes.axvline(1, color=MUTED, linestyle=":", linewidth=1)
    axes.plot(values, places, "o", color=BLUE, markersize=6)
    axes.set_yticks(places, list(ratios), color=INK)
    axes.invert_yaxis()
    reach = max([0.4, *np.abs(np.log2(values))])
    axes.set_xscale("log", base=2)
    axes.set_xlim(2 ** -(reach * 1.1), 2 ** (reach * 1.1))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    ticks = [tick for tick in _TICKS if abs(np.log2(tick)) <= reach * 1.1]
    axes.set_xticks(ticks, minor=False)
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.set(xlabel="predicted / actual additions")
    axes.set_title("Totals, main products")
