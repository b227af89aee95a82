"""One look for the figures of a report, in colours that a page can change for the dark."""

from collections.abc import Sequence
from typing import Any, Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.typing import RcKeyType

INK: Final = "#1d2733"
MUTED: Final = "#5d6b7a"
GRID: Final = "#dfe4ea"
BLUE: Final = "#1f6fb2"
ORANGE: Final = "#c8641b"
BAND: Final = "#e3edf6"

COLOURS: Final = {
    INK: "ink", MUTED: "muted", GRID: "grid", BLUE: "blue", ORANGE: "orange", BAND: "band",
}  # fmt: skip
"""Each colour's name among the page's own."""

STYLE: Final[dict[RcKeyType, Any]] = {
    "text.color": INK,
    "text.parse_math": False,
    "font.size": 9,
    "axes.edgecolor": GRID,
    "axes.labelcolor": MUTED,
    "axes.titlecolor": INK,
    "axes.titlesize": 9.5,
    "axes.titlelocation": "left",
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "grid.color": GRID,
    "grid.linewidth": 0.7,
    "xtick.color": GRID,
    "ytick.color": GRID,
    "xtick.labelcolor": MUTED,
    "ytick.labelcolor": MUTED,
    "xtick.labelsize": 8.5,
    "ytick.labelsize": 8.5,
    "legend.frameon": False,
    "legend.fontsize": 8.5,
    "lines.linewidth": 1.6,
    "svg.fonttype": "none",
}
"""Matplotlib's settings while a figure is drawn."""

WIDTH: Final = 9.4
"""Of a figure, in inches."""


def new_axes(height: float, columns: int = 1) -> tuple[Figure, Sequence[Axes]]:
    """A figure of as many axes side by side.

    Parameters
    ----------
    height
        In inches.
    columns
        How many axes.
    """
    figure = Figure(figsize=(WIDTH, height), layout="constrained")
    return figure, list(figure.subplots(1, columns, squeeze=False).flat)


def new_grid(parts: int, columns: int, height: float) -> tuple[Figure, Sequence[Axes]]:
    """A figure of small multiples, row by row; places that are left over stay empty.

    Parameters
    ----------
    parts
        How many axes.
    columns
        How many of them in a row.
    height
        Of a row, in inches.
    """
    rows = -(-parts // columns)
    figure = Figure(figsize=(WIDTH, rows * height + 0.3), layout="constrained")
    places = list(figure.subplots(rows, columns, squeeze=False).flat)
    for empty in places[parts:]:
        empty.set_axis_off()
    return figure, places[:parts]
