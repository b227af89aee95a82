"""Command that runs everything on this machine."""

from rich.console import Console

from bank_rs.settings import Settings


def run() -> None:
    """Run MLflow, Graphite and the service on this machine until Ctrl-C."""
    from bank_rs.stack import run as run_stack

    run_stack(Settings.read(), Console())
