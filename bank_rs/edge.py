"""The one place where an expected failure becomes a sentence and an exit code."""

import sys
from typing import Final

import typer
from rich.console import Console
from rich.markup import escape

from bank_rs.errors import BankRsError

_SPARK: Final = ("pyspark", "py4j")


def run_command(app: typer.Typer) -> None:
    """Run a command line; exit with 1 after printing what went wrong."""
    try:
        app()
    except (BankRsError, ModuleNotFoundError) as error:
        said = f"[red]error:[/red] {escape(_sentence(error))}"
        Console(stderr=True).print(said, highlight=False, soft_wrap=True)
        sys.exit(1)


def _sentence(error: BankRsError | ModuleNotFoundError) -> str:
    if isinstance(error, BankRsError):
        return str(error)
    if (error.name or "bank_rs").startswith("bank_rs"):
        raise error
    if (error.name or "").partition(".")[0] in _SPARK:
        return (
            f"'--engine spark' needs {error.name}: install 'bank-rs[train,spark]', from a checkout "
            "with 'pip install -r requirements-spark.txt'."
        )
    return (
        f"this command needs {error.name}, which serving does without: install 'bank-rs[train]', "
        "or run it in the image bank-rs-jobs."
    )
