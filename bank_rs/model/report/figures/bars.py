"""Horizontal bars and dots."""

from collections.abc import Mapping

import numpy as np
import polars as pl
from matplotlib.figure import Figure

from bank_rs.model.report.figures.look import BLUE, INK, MUTED, new_axes, new_grid


def importance(gains: Mapping[str, float]) -> Figure:
    """Bars of the share of all gain, the largest on top.

    Parameters
    ----------
    gains
        Shares between 0 and 1 by feature, the largest first.
    """
    figure, (axes,) = new_axes(0.21 * len(gains) + 0.7)
    places = np.arange(len(gains))
    bars = axes.barh(places, [100 * gain for gain in gains.values()], 0.7, color=BLUE)
    axes.bar_label(bars, fmt="%.1f", padding=3, color=MUTED, fontsize=8)
    axes.set_yticks(places, list(gains), color=INK)
    axes.invert_yaxis()
    axes.grid(visible=False, axis="y")
    axes.margins(y=0.01)
    axes.set(xlabel="share of all gain, %")
    return figure


def slices(tables: Mapping[str, pl.DataFrame], overall: float) -> Figure:
    """A dot for each group of clients, a small plot for each grouping.

    Parameters
    ----------
    tables
        What `slice_table` returns, by the name of the grouping.
    overall
        Normalised MAP@7 of all clients.
    """
    most = max(table.height for table in tables.values())
    figure, places = new_grid(len(tables), 3, 0.24 * most + 0.75)
    for axes, (name, table) in zip(places, tables.items(), strict=True):
        known = table.drop_nulls("map_at_7_normalised")
        axes.axvline(overall, color=MUTED, linestyle=":", linewidth=1)
        rows = np.arange(known.height)
        axes.plot(known["map_at_7_normalised"], rows, "o", color=BLUE, markersize=6)
        axes.set_yticks(rows, known["group"].to_list(), color=INK)
        axes.set(ylim=(most - 0.5, -0.5), xlim=(0, 1))
        axes.set_title(name)
    figure.supxlabel("MAP@7 / ceiling", color=MUTED, fontsize=9)
    return figure
