"""A comparison as tables for the terminal."""

from collections.abc import Iterator
from typing import Final

from rich.table import Table

from bank_rs.loop.drift.drift import Drift, WindowDrift
from bank_rs.loop.drift.reading import Reading

SHOWN: Final = 10
"""Readings that stand below the alarms."""


def tables(drift: Drift) -> Iterator[Table | str]:
    """A table for each window, or a sentence where it was not judged."""
    for window in drift.windows:
        yield _table(window) if window.judged else f"{window.window}: {too_few(window)}"


def too_few(window: WindowDrift) -> str:
    """Why a window was not judged."""
    return f"{window.rows} clients since {window.since:%Y-%m-%d %H:%M}, too few to judge"


def rows_shown(window: WindowDrift) -> list[Reading]:
    """All alarms, and the farthest of the rest."""
    rest = [reading for reading in window.ranked if not reading.alarm]
    return [*window.alarms, *rest[:SHOWN]]


def cells(reading: Reading) -> tuple[str, str, str, str, str]:
    """Name, before, now, size and the size as a share of its limit."""
    return (
        reading.name,
        "" if reading.before is None else f"{reading.before:.3%}",
        "" if reading.now is None else f"{reading.now:.3%}",
        f"{reading.size:.4f}",
        f"{reading.of_limit:.0%}",
    )


def _table(window: WindowDrift) -> Table:
    title = f"{window.window}: {window.rows:,} clients, version {window.version}"
    table = Table("", "what", title=title)
    for heading in ("reference", "now", "size", "of its limit"):
        table.add_column(heading, justify="right")
    for reading in rows_shown(window):
        table.add_row("[red]alarm[/red]" if reading.alarm else "", *cells(reading))
    return table
