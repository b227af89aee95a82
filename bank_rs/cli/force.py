"""Options of the commands that can pass over the gate."""

from typing import Annotated

import typer

ForceOption = Annotated[
    bool,
    typer.Option("--force", help="Let it serve though it failed the gate; only with --reason."),
]
ReasonOption = Annotated[
    str | None,
    typer.Option(help="Why it may serve though it failed; kept with the version, so name nobody."),
]
