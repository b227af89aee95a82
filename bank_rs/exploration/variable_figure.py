"""Profile columns drawn side by side with what their clients add."""

from typing import Final

import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from bank_rs.exploration.style import BLUE, GREY, ORANGE, new_figure, plain

_UNITS: Final = {"age": "years", "registration_date": "year"}


def plot_variables(tables: dict[str, pl.DataFrame], title: str, source: str) -> Figure:
    """For each column its values' share and their rate of additions, side by side.

    Parameters
    ----------
    tables
        What `variable_tables` returns.
    title, source
        As in `new_figure`.
    """
    lines = [table.height + 2.2 for table in tables.values()]
    figure = new_figure(title, source, (9.5, 0.8 + 0.2 * sum(lines)))
    grid = figure.subplots(len(tables), 2, squeeze=False, height_ratios=lines, sharex="col")
    for (left, right), (column, table) in zip(grid, tables.items(), strict=True):
        unit = _UNITS.get(column)
        left.set_title(f"{column}, {unit}" if unit else column, fontsize="medium", loc="left")
        _draw_shares(plain(left, "x"), table)
        _draw_rates(plain(right, "x"), table)
    left.set_xlabel("% of records")
    right.set_xlabel("% of records followed by an addition")
    right.set_xlim(left=0)
    return figure


def _draw_shares(axes: Axes, table: pl.DataFrame) -> None:
    bars = axes.barh(range(table.height), 100 * table["share"], color=BLUE)
    axes.bar_label(bars, fmt="%.3g", fontsize="x-small", padding=2)
    axes.set_yticks(range(table.height), table["value"], fontsize="small")
    axes.set_xlim(0, 112)
    axes.set_ylim(table.height - 0.4, -0.6)


def _draw_rates(axes: Axes, table: pl.DataFrame) -> None:
    mean = 100 * float((table["share"] * table["rate"].fill_null(0)).sum())
    shown = table.with_row_index("place").drop_nulls("rate")
    rates, low, high = (100 * shown[name].to_numpy() for name in ("rate", "low", "high"))
    axes.axvline(mean, color=GREY, linestyle="--", linewidth=1)
    axes.errorbar(rates, shown["place"], xerr=[rates - low, high - rates], fmt="o", color=ORANGE)
    axes.tick_params(axis="y", left=False, labelleft=False)
    axes.set_ylim(table.height - 0.4, -0.6)
