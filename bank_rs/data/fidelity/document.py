"""The comparison as a document with plots."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from bank_rs.data.fidelity.comparison import Comparison
from bank_rs.data.fidelity.plots import figure_of
from bank_rs.data.fidelity.result import Result, totals
from bank_rs.data.fidelity.wording import allowance, deviation, number, verdict
from bank_rs.data.whole_file import whole
from bank_rs.errors import BankRsError

_SHORT: Final = 24
_MOST_STRAINED: Final = 5
_MOST_MISSED: Final = 25
_HEAD: Final = (
    "",
    "The published numbers and where each comes from are in `bank_rs/data/published`. Counts are",
    "scaled to the 956,645 clients of the real file. What is allowed is the tolerance of the block",
    "and three standard errors of a sample of the panel's size, which are nothing at full size.",
    f"Measures of up to {_SHORT} lines are shown in full, of longer ones those that miss or come",
    "closest.",
    "",
)


class DocumentNameError(BankRsError):
    """A document's name leaves none for the folder of its plots."""


def write_document(out: Path, results: Sequence[Result], panel: str, made: Sequence[str]) -> None:
    """Write a Markdown document, and a PNG for each block in the folder beside it.

    Parameters
    ----------
    out
        The document; its plots go to a folder of its name without the ending.
    results
        What `compare` returns.
    panel
        What the panel is, e.g. ``simulated``; part of every title.
    made
        Lines that say how the panel was made.

    Raises
    ------
    DocumentNameError
        If the document's name does not end in ``.md``.
    OutputError
        If a file cannot be written.
    """
    if out.suffix != ".md":
        raise DocumentNameError(f"{out} must end in .md: name such a file.")
    with whole(out) as partial:
        folder = out.with_suffix("")
        folder.mkdir(exist_ok=True)
        for result in results:
            # without the version of matplotlib the same panel gives the same file
            metadata = {"Software": None}
            figure_of(result, panel).savefig(folder / f"{result.block.name}.png", metadata=metadata)
        text = _text(results, panel, made, folder.name)
        partial.write_text("\n".join(text) + "\n", encoding="utf-8")


def _text(results: Sequence[Result], panel: str, made: Sequence[str], folder: str) -> Iterator[str]:
    yield from (f"# The {panel} bank beside the published numbers", "", *made, *_HEAD)
    yield from _summary(results)
    for result in results:
        yield from _section(result, panel, f"{folder}/{result.block.name}.png")


def _summary(results: Sequence[Result]) -> Iterator[str]:
    yield _row("block", "judged", "met", "told", "largest deviation, in tolerances")
    yield _row("---", "--:", "--:", "--:", "---")
    for result in results:
        link = f"[{result.block.title}](#{_anchor(result.block.title)})"
        yield _row(link, *(f"{n:,}" for n in result.counts), result.worst)
    yield _row("all", *(f"{n:,}" for n in totals(results)), "")


def _section(result: Result, panel: str, plot: str) -> Iterator[str]:
    block = result.block
    yield from ("", f"## {block.title}", "", block.rule, "")
    yield from (f"![{block.title}: published and {panel}]({plot})", "")
    yield _row("line", "published", panel, "deviation", "allowed", "")
    yield _row("---", "--:", "--:", "--:", "--:", "---")
    for measure in dict.fromkeys(line.measure for line in result.lines):
        lines = [line for line in result.lines if line.measure == measure]
        yield from map(_line, lines if len(lines) <= _SHORT else _strained(lines))


def _strained(lines: Iterable[Comparison]) -> list[Comparison]:
    """The most strained lines; of told ones those that deviate most."""
    ordered = sorted(lines, key=lambda line: (-line.strain, -abs(line.deviation)))
    missed = sum(not line.met for line in ordered)
    return ordered[: max(_MOST_STRAINED, min(missed, _MOST_MISSED))]


def _line(line: Comparison) -> str:
    numbers = (number(value, line.unit) for value in (line.published, line.found))
    return _row(line.name, *numbers, deviation(line), allowance(line), verdict(line))


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _anchor(title: str) -> str:
    return "".join(c for c in title.lower().replace(" ", "-") if c.isalnum() or c == "-")
