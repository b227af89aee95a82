"""A table of numbers as a map of colours."""

from typing import Final

import numpy as np
import polars as pl
from matplotlib.axes import Axes
from matplotlib.colors import LogNorm, Normalize
from matplotlib.figure import Figure
from numpy.typing import NDArray

from bank_rs.exploration.style import in_plain_numbers, new_figure

_NOT_MEASURED: Final = "0.85"


def plot_map(
    table: pl.DataFrame,
    title: str,
    source: str,
    unit: str,
    form: str = "{:.2f}",
    *,
    norm: Normalize,
) -> Figure:
    """Draw a table whose first column names the rows.

    Parameters
    ----------
    table
        A text column, then columns of numbers; null and NaN are drawn grey.
    title, source
        As in `new_figure`.
    unit
        What the numbers are, as the label of the colour scale.
    form
        How a number is written into its cell; empty for a map without numbers.
    norm
        From numbers to colours; a `LogNorm` draws what is below its range as its lowest colour.
    """
    values = table.drop(table.columns[0]).cast(pl.Float64).fill_null(np.nan).to_numpy()
    rows, columns = values.shape
    size = (min(12.0, 4.2 + 0.56 * columns), 1.4 + 0.27 * rows)
    figure = new_figure(title, source, size)
    axes = figure.add_subplot()
    colours = _colours(values, norm)
    image = axes.imshow(np.ma.masked_invalid(colours), aspect="auto", cmap="Blues", norm=norm)
    axes.set_facecolor(_NOT_MEASURED)
    axes.set_yticks(range(rows), table[table.columns[0]])
    axes.set_xticks(range(columns), table.columns[1:], rotation=40, ha="right")
    axes.tick_params(length=0, labelsize="small")
    axes.set(xlabel=" ", ylabel=table.columns[0].replace("_", " "))
    in_plain_numbers(figure.colorbar(image, label=unit, shrink=0.8).ax.yaxis)
    if form:
        _write(axes, values, norm(colours) > 0.5, form)
    return figure


def _colours(values: NDArray[np.float64], norm: Normalize) -> NDArray[np.float64]:
    lowest = norm.vmin if isinstance(norm, LogNorm) else None
    return values if lowest is None else np.maximum(values, lowest)


def _write(axes: Axes, values: NDArray[np.float64], dark: NDArray[np.bool_], form: str) -> None:
    for (row, column), value in np.ndenumerate(values):
        if not np.isnan(value):
            colour = "white" if dark[row, column] else "black"
            text = form.format(value)
            axes.text(column, row, text, ha="center", va="center", color=colour, fontsize=7)
