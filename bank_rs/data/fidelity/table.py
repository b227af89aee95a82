"""A comparison as tables for the terminal."""

from collections.abc import Sequence
from typing import Final

from rich.console import Console
from rich.table import Table

from bank_rs.data.fidelity.comparison import Comparison
from bank_rs.data.fidelity.result import Result, totals
from bank_rs.data.fidelity.wording import allowance, deviation, number, verdict

_FILE_WIDTH: Final = 140


def show(results: Sequence[Result], *, every: bool = False) -> None:
    """Print the lines that are missed, or every line, and the counts of each block."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=_FILE_WIDTH)
    lines = [line for result in results for line in (result.lines if every else result.failing)]
    if lines:
        console.print(lines_table(lines))
    console.print(summary_table(results))


def lines_table(lines: Sequence[Comparison]) -> Table:
    """A row for each comparison."""
    table = Table("line", title="counts are scaled to the real file's clients")
    for heading in ("published", "found", "deviation", "allowed"):
        table.add_column(heading, justify="right")
    table.add_column("")
    for line in lines:
        numbers = (number(value, line.unit) for value in (line.published, line.found))
        table.add_row(line.name, *numbers, deviation(line), allowance(line), verdict(line))
    return table


def summary_table(results: Sequence[Result]) -> Table:
    """A row for each block and one for all of them."""
    table = Table("block")
    for heading in ("judged", "met", "told"):
        table.add_column(heading, justify="right")
    table.add_column("largest deviation, in tolerances")
    for result in results:
        table.add_row(result.block.name, *(f"{n:,}" for n in result.counts), result.worst)
    table.add_section()
    table.add_row("all", *(f"{n:,}" for n in totals(results)))
    return table
