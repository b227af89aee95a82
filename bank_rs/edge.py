"""The one place where a `BankRsError` becomes a sentence and an exit code."""

import sys

import typer
from rich.console import Console
from rich.markup import escape

from bank_rs.errors import BankRsError


def run_command(app: typer.Typer) -> None:
    """Run a command line; exit with 1 after printing what went wrong."""
    try:
        app()
    except BankRsError as error:
        said = f"[red]error:[/red] {escape(str(error))}"
        Console(stderr=True).print(said, highlight=False, soft_wrap=True)
        sys.exit(1)
