"""A comparison as a page of its own, in the look of a model's report."""

from collections.abc import Iterator

import numpy as np
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined, select_autoescape
from matplotlib.figure import Figure

from bank_rs.loop.drift.drift import Drift, WindowDrift
from bank_rs.loop.drift.reading import Reading
from bank_rs.loop.drift.table import cells, rows_shown, too_few
from bank_rs.model.report.columns import Column
from bank_rs.model.report.figures.look import BLUE, INK, MUTED, ORANGE, new_axes
from bank_rs.model.report.figures.svg import Plot
from bank_rs.model.report.section import Section
from bank_rs.model.report.table import Cell, Table

_HEADINGS = ("what", "reference", "now", "size", "of its limit")
_DRAWN = 25


def render_page(drift: Drift) -> str:
    """A page that loads nothing from elsewhere, figures included.

    Returns
    -------
    str
        HTML, for a UTF-8 file.
    """
    environment = Environment(
        loader=ChoiceLoader(
            [PackageLoader("bank_rs.loop.drift"), PackageLoader("bank_rs.model.report")]
        ),
        autoescape=select_autoescape(["html.jinja"], default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    sections = [_section(window) for window in drift.windows]
    return environment.get_template("drift.html.jinja").render(
        drift=drift, headline=_headline(drift), sections=sections
    )


def _headline(drift: Drift) -> str:
    if not any(window.judged for window in drift.windows):
        return "Too few clients to judge"
    counts = {name: len(alarms) for name, alarms in drift.alarms.items()}
    if not any(counts.values()):
        return "No drift"
    return ", ".join(f"{count} alarms in the last {name}" for name, count in counts.items())


def _section(window: WindowDrift) -> Section:
    title = f"The last {window.window}"
    if not window.judged:
        return Section(window.window, title, f"{too_few(window)}.")
    text = (
        f"{window.rows:,} clients from {window.since:%Y-%m-%d %H:%M} to "
        f"{window.until:%Y-%m-%d %H:%M} UTC, answered by version {window.version}."
    )
    drawn = rows_shown(window)[:_DRAWN]
    caption = "The dotted line is the limit; the axis is logarithmic."
    plot = Plot(f"{window.window}-drift", "Farthest", caption, lambda: _bars(drawn))
    return Section(window.window, title, text, [plot], list(_tables(window)))


def _tables(window: WindowDrift) -> Iterator[Table]:
    if window.alarms:
        yield _table("Alarms", "Large, and beyond chance.", list(window.alarms))
    rest = [reading for reading in window.ranked if not reading.alarm]
    caption = "Some may be beyond their limit and still what so few clients do by chance."
    yield _table("Everything else", caption, rest, folded=True)


def _table(title: str, caption: str, readings: list[Reading], folded: bool = False) -> Table:
    columns = [Column(heading, numeric=place > 0) for place, heading in enumerate(_HEADINGS)]
    rows = [[Cell(text) for text in cells(reading)] for reading in readings]
    return Table(title, caption, columns, rows, folded)


def _bars(readings: list[Reading]) -> Figure:
    """How far each reading is in limits, alarms in another colour."""
    figure, (axes,) = new_axes(0.21 * len(readings) + 0.7)
    places = np.arange(len(readings))
    colours = [ORANGE if reading.alarm else BLUE for reading in readings]
    axes.barh(places, [max(r.of_limit, 0.01) for r in readings], 0.7, left=0.01, color=colours)
    axes.axvline(1, color=MUTED, linestyle=":", linewidth=1)
    axes.set_yticks(places, [reading.name for reading in readings], color=INK)
    axes.invert_yaxis()
    axes.grid(visible=False, axis="y")
    axes.set(xscale="log", xlabel="size / limit")
    return figure
