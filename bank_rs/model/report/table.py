"""Tables as texts, ready for a page or a document."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from bank_rs.model.report.columns import Column, column_of


@dataclass(frozen=True, slots=True)
class Cell:
    """A value as text, and whether it is the best of its column."""

    text: str
    best: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes
    ----------
    title, caption
        What it shows, in a few words and in a sentence.
    columns
        Headings and alignment.
    rows
        A cell for each column.
    folded
        Whether a page shows it only when asked.
    """

    title: str
    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    folded: bool = False


def table_of(
    frame: pl.DataFrame, title: str, caption: str, *, mark_best: bool = False, folded: bool = False
) -> Table:
    """Write a frame as a table.

    Parameters
    ----------
    frame
        Columns named as `column_of` knows them, or else.
    title, caption
        As in `Table`.
    mark_best
        Whether the best value of a column is marked.
    folded
        As in `Table`.
    """
    columns = [column_of(series.name) for series in frame]
    written = [
        _cells(series.to_list(), column, mark_best=mark_best)
        for series, column in zip(frame, columns, strict=True)
    ]
    return Table(title, caption, columns, list(zip(*written, strict=True)), folded)


def _cells(values: list[object], column: Column, *, mark_best: bool) -> list[Cell]:
    numbers = [value for value in values if isinstance(value, int | float)]
    marked = mark_best and column.better != 0 and len(numbers) > 1
    best = max(numbers, key=lambda value: column.better * value) if marked else None
    return [Cell(column.written(value), best is not None and value == best) for value in values]
