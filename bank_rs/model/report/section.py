"""A section of a report."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bank_rs.model.report.figures.svg import Plot
from bank_rs.model.report.table import Table


@dataclass(frozen=True, slots=True)
class Section:
    """A section.

    Attributes
    ----------
    anchor
        Its place in the page: ASCII letters and hyphens.
    title, text
        A few words, and what they mean.
    plots, tables
        What it shows, in this order.
    """

    anchor: str
    title: str
    text: str
    plots: Sequence[Plot] = field(default=())
    tables: Sequence[Table] = field(default=())
