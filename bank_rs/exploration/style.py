"""One look for all figures."""

from typing import Final

from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, NullFormatter

BLUE: Final = "#2b5c8a"
ORANGE: Final = "#d2691e"
GREY: Final = "#8c8c8c"
CYCLE: Final = (BLUE, ORANGE, "#3c8d5a", "#8a4f9e", "#b03a48", "#5f6b73", "#c2a13a", "#4aa3b5")

_DOTS_PER_INCH: Final = 84


def new_figure(title: str, source: str, size: tuple[float, float] = (9, 4)) -> Figure:
    """An empty figure that says what it shows and of which data.

    Parameters
    ----------
    title
        What the figure shows.
    source
        Where the data comes from, e.g. ``simulated bank, 20,000 clients``.
    size
        Width and height in inches.
    """
    figure = Figure(figsize=size, dpi=_DOTS_PER_INCH, layout="constrained")
    figure.suptitle(title, fontsize="large", fontweight="bold")
    figure.supxlabel(f"data: {source}", x=0.99, ha="right", fontsize="small", color=GREY)
    return figure


def plain(axes: Axes, grid: str = "y") -> Axes:
    """Take the frame off and put a light grid behind.

    Parameters
    ----------
    axes
        Changed in place and returned.
    grid
        Axis whose ticks have grid lines: ``x``, ``y`` or ``both``.
    """
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(axis=grid, color="0.9")  # type: ignore[arg-type]
    axes.set_axisbelow(True)
    return axes


def in_plain_numbers(axis: Axis) -> None:
    """Write ticks as 0.01 or 10,000, not as powers of ten.

    Parameters
    ----------
    axis
        Changed in place; the minor ticks of a logarithmic one stay without a number.
    """
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}"))
    axis.set_minor_formatter(NullFormatter())
