"""Figures as pictures small enough to keep in a notebook."""

from io import BytesIO
from typing import Final

from matplotlib.figure import Figure
from PIL import Image

_COLOURS: Final = 128


def png_of(figure: Figure) -> bytes:
    """Draw a figure as a PNG file with a palette of 128 colours, under half of the usual size.

    Parameters
    ----------
    figure
        Drawn at its own resolution.
    """
    drawn, small = BytesIO(), BytesIO()
    figure.savefig(drawn, format="png")
    palette = Image.open(drawn).convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
    palette.save(small, format="PNG", optimize=True)
    return small.getvalue()
