"""Ways to draw published numbers beside found ones."""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from matplotlib.axes import Axes

from bank_rs.data.fidelity.comparison import Bound, Comparison, Unit

Draw = Callable[[Axes, Sequence[Comparison], str], None]
"""Draws lines of a comparison; the text says what the panel is."""

_PUBLISHED: Final = "tab:grey"
_FOUND: Final = "tab:blue"


def draw_months(axes: Axes, lines: Sequence[Comparison], panel: str) -> None:
    """Published numbers as a line over the months, found ones as points on it."""
    months = [line.month[2:] for line in lines]
    axes.plot(months, _values(lines), color=_PUBLISHED, label="published")
    axes.plot(months, _found(lines), ".", color=_FOUND, label=panel)
    axes.set_xticks(months[::4])
    axes.set_ylim(bottom=0)
    axes.tick_params(labelsize="small")


def draw_bars(axes: Axes, lines: Sequence[Comparison], panel: str) -> None:
    """A pair of bars for each item."""
    places = np.arange(len(lines))
    axes.barh(places - 0.2, _values(lines), 0.4, color=_PUBLISHED, label="published")
    axes.barh(places + 0.2, _found(lines), 0.4, color=_FOUND, label=panel)
    axes.set_yticks(places, [line.item for line in lines])
    axes.invert_yaxis()
    axes.set_xlabel("share in %" if lines[0].unit is Unit.SHARE else "count")


def draw_log_bars(axes: Axes, lines: Sequence[Comparison], panel: str) -> None:
    """As `draw_bars`, for numbers of very different size."""
    draw_bars(axes, lines, panel)
    axes.set_xscale("log")


def draw_cloud(axes: Axes, lines: Sequence[Comparison], panel: str) -> None:
    """A point for each item; a right one lies on the line. Counts and shares on log scales."""
    linear = lines[0].unit in (Unit.CORRELATION, Unit.AMOUNT)
    shown = [line for line in lines if linear or min(line.published, line.found) > 0]
    published = _values(shown)
    axes.plot(published, published, color=_PUBLISHED, linewidth=1, label="published")
    axes.plot(published, _found(shown), ".", color=_FOUND, label=panel)
    if not linear:
        axes.set(xscale="log", yscale="log")
    axes.set(xlabel="published", ylabel=panel)


def draw_ages(axes: Axes, lines: Sequence[Comparison], panel: str) -> None:
    """Rows by age, where they are published or a part of them is."""
    ordered = sorted(lines, key=lambda line: int(line.item))
    axes.plot([int(line.item) for line in ordered], _found(ordered), color=_FOUND, label=panel)
    for bound, marker, label in ((Bound.NEAR, "o", "published"), (Bound.AT_LEAST, "^", "a part")):
        some = [line for line in ordered if line.bound is bound]
        ages = [int(line.item) for line in some]
        axes.plot(ages, _values(some), marker, color=_PUBLISHED, markersize=4, label=label)
    axes.set(xlabel="age", ylabel="rows")


def _values(lines: Sequence[Comparison]) -> list[float]:
    return [_shown(line, line.published) for line in lines]


def _found(lines: Sequence[Comparison]) -> list[float]:
    return [_shown(line, line.found) for line in lines]


def _shown(line: Comparison, value: float) -> float:
    return 100 * value if line.unit is Unit.SHARE else value
