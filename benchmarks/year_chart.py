"""The year as a chart."""

from collections.abc import Sequence
from pathlib import Path
from textwrap import fill
from typing import Final

from year_bank import CHANGES
from year_story import Chapter

from bank_rs.exploration.style import BLUE, GREY, ORANGE, new_figure, plain

_WIDTH: Final = 32
"""Signs in a line about a change."""

_STEP: Final = 0.12


def draw(chapters: Sequence[Chapter], source: str, path: Path) -> None:
    """Write the scores by month, with what changed in the bank, as PNG."""
    figure = new_figure("Realised MAP@7, normalised, by month", source, (10, 4.5))
    axes = plain(figure.subplots())
    months = [f"{one.month:%Y-%m}" for one in chapters]
    axes.plot(months, [one.hindsight for one in chapters], color=GREY, ls="--", label="hindsight")
    axes.plot(months, [one.realised for one in chapters], color=BLUE, marker="o", label="the loop")
    axes.plot(months, [one.frozen for one in chapters], color=ORANGE, marker="o", label="no loop")
    for step, (begins, what) in enumerate(CHANGES.items()):
        place = months.index(f"{begins:%Y-%m}") - 0.5
        axes.axvline(place, color="0.7", lw=1)
        # one above the other, as they are longer than the time between them
        words, height = fill(what, _WIDTH), 0.03 + _STEP * step
        axes.text(
            place + 0.05,
            height,
            words,
            fontsize="small",
            color="0.4",
            transform=axes.get_xaxis_transform(),
        )
    axes.set_ylabel("share of the best possible")
    axes.legend(frameon=False, ncols=3, loc="upper left")
    figure.savefig(path)
