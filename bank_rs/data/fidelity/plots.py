"""A figure for each block."""

from collections.abc import Callable, Sequence
from typing import Final

from matplotlib.figure import Figure

from bank_rs.data.fidelity.comparison import Comparison, Unit
from bank_rs.data.fidelity.drawing import (
    Draw,
    draw_ages,
    draw_bars,
    draw_cloud,
    draw_log_bars,
    draw_months,
)
from bank_rs.data.fidelity.result import Result

_COLUMNS: Final = 4
_DOTS_PER_INCH: Final = 90

Choice = tuple[str, Draw, Callable[[Comparison], bool]]
"""Heading of a part of a figure, how it is drawn and which lines it shows."""

Part = tuple[str, Draw, Sequence[Comparison]]
"""The same with the lines themselves."""


def _of(*measures: str) -> Callable[[Comparison], bool]:
    return lambda line: line.measure in measures


def _overall(measure: str) -> Callable[[Comparison], bool]:
    return lambda line: line.measure == measure and not line.month


PARTS: Final[dict[str, tuple[Choice, ...]]] = {
    "records": (
        ("rows", draw_months, _of("rows")),
        ("clients by records", draw_log_bars, _of("clients by records")),
    ),
    "reload": (
        (
            "active clients in %",
            draw_months,
            lambda line: line.measure == "active clients" and not line.item,
        ),
        (
            "rows without a profile, clients, nulls",
            draw_bars,
            lambda line: line.unit is Unit.COUNT and line.published > 0,
        ),
    ),
    "columns": (
        ("rows by value, missing values", draw_cloud, lambda line: line.unit is Unit.COUNT),
        ("new clients in %", draw_months, _of("new clients")),
    ),
    "ages": (("rows by age", draw_ages, lambda line: line.measure.startswith("rows by age")),),
    "incomes": (
        ("medians by province", draw_cloud, _of("median income by province_name")),
        (
            "quartiles and medians by segment",
            draw_cloud,
            _of("income", "median income by client_segment"),
        ),
    ),
    "segments": (
        ("by segment, in %", draw_cloud, _of("holders by segment")),
        ("by segment and activity, in %", draw_cloud, _of("holders by segment, activity")),
    ),
    "baskets": (
        ("commonest baskets, % of buyers", draw_bars, _of("basket")),
        ("products added at once, % of buyers", draw_bars, _overall("products added at once")),
    ),
    "drops": (
        ("drops and leavers", draw_bars, _of("drops and leavers")),
        ("additions after a drop, in %", draw_bars, _of("additions after a drop")),
    ),
    "correlations": (
        ("products with products", draw_cloud, _of("products")),
        ("features with products", draw_cloud, _of("features")),
    ),
    "habits": (
        (
            "% of clients",
            draw_bars,
            lambda line: line.unit is Unit.SHARE and line.measure == "clients",
        ),
        (
            "products in the latest record, % of clients",
            draw_bars,
            _of("products in the latest record"),
        ),
    ),
}

MONTHLY: Final = {"ownership": "holders by month", "additions": "additions by month"}
"""Blocks drawn as a small plot over the months for each product."""


def figure_of(result: Result, panel: str) -> Figure:
    """Draw a block.

    Parameters
    ----------
    result
        The block's lines.
    panel
        What the panel is, e.g. ``simulated``; part of the title.
    """
    name = result.block.name
    monthly = name in MONTHLY
    parts = _by_product(result, MONTHLY[name]) if monthly else _chosen(result)
    rows = -(-len(parts) // _COLUMNS) if monthly else 1
    size = (11, 1.7 * rows + 0.8) if monthly else (11, 5)
    figure = Figure(figsize=size, dpi=_DOTS_PER_INCH, layout="constrained")
    figure.suptitle(f"{result.block.title}: published and {panel}")
    grid = figure.subplots(rows, _COLUMNS if monthly else len(parts), squeeze=False)
    for axes, (heading, draw, lines) in zip(grid.flat, parts, strict=False):
        axes.set_title(heading, fontsize="medium")
        draw(axes, lines, panel)
    grid.flat[0].legend(fontsize="small")
    return figure


def _chosen(result: Result) -> list[Part]:
    return [
        (heading, draw, [line for line in result.lines if shown(line)])
        for heading, draw, shown in PARTS[result.block.name]
    ]


def _by_product(result: Result, measure: str) -> list[Part]:
    products: dict[str, list[Comparison]] = {}
    for line in result.lines:
        if line.measure == measure:
            products.setdefault(line.item, []).append(line)
    return [(product, draw_months, lines) for product, lines in products.items()]
