"""The verdict as a table for the terminal."""

from rich.markup import escape
from rich.table import Table

from bank_rs.loop.retraining.verdict import Verdict


def summary(verdict: Verdict) -> Table:
    """A row for each rule of the gate."""
    title = f"{verdict.month:%Y-%m}, {verdict.clients:,} clients, beside {verdict.rival}"
    table = Table("rule", "figure", "bound", "kept", title=title)
    for check in verdict.checks:
        mark = "[green]yes[/green]" if check.passed else "[red]no[/red]"
        table.add_row(check.name, escape(check.shown), check.bound, mark)
    return table
