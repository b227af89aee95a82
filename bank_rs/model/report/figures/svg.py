"""Figures as SVG that is part of a page."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from typing import Final

from matplotlib import rc_context
from matplotlib.figure import Figure

from bank_rs.model.report.figures.look import COLOURS, STYLE

_NO_METADATA: Final = dict.fromkeys(("Creator", "Date", "Format", "Type"))
_REFERENCES: Final = re.compile(r'(\bid="|href="#|url\(#)')
_OPENING: Final = re.compile(r"<svg [^>]*?viewBox=\"([^\"]+)\"[^>]*>")
_FONT: Final = re.compile(r"font: ([\d.]+px) [^;\"]+")


@dataclass(frozen=True, slots=True)
class Plot:
    """A figure to be drawn.

    Attributes
    ----------
    name
        Of ASCII letters and hyphens, different from all others of the page.
    title, caption
        What it shows, in a few words and in a sentence.
    draw
        Draws it.
    """

    name: str
    title: str
    caption: str
    draw: Callable[[], Figure]

    @property
    def svg(self) -> str:
        """The figure as an ``<svg>`` element in the page's colours and font."""
        with rc_context(STYLE | {"svg.hashsalt": self.name}):
            text = StringIO()
            self.draw().savefig(text, format="svg", transparent=True, metadata=_NO_METADATA)
        return _embedded(text.getvalue(), self.name)


def _embedded(document: str, name: str) -> str:
    """The element alone; several share a page, so each name in it begins with the figure's."""
    element = document[document.index("<svg") :]
    element = _OPENING.sub(r'<svg viewBox="\1" aria-hidden="true">', element, count=1)
    element = _REFERENCES.sub(rf"\g<1>{name}-", element)
    element = _FONT.sub(r"font-size: \1", element)
    for colour, variable in COLOURS.items():
        element = element.replace(colour, f"var(--{variable})")
    return element
