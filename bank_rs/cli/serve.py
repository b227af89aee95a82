"""Command that serves the model over HTTP."""

from typing import Annotated

import typer

from bank_rs.settings import Settings


def serve(
    host: Annotated[
        str | None, typer.Option(help="Address to listen at; BANK_RS_HOST if not given.")
    ] = None,
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="Port; BANK_RS_PORT if not given.")
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(min=1, max=64, help="Processes that answer; BANK_RS_WORKERS if not given."),
    ] = None,
) -> None:
    """Answer recommendations over HTTP until Ctrl-C or SIGTERM; the log is lines of JSON."""
    from bank_rs.service.process.serve import serve as run

    given = {"host": host, "port": port, "workers": workers}
    chosen = {name: value for name, value in given.items() if value is not None}
    run(Settings.read().model_copy(update=chosen))
