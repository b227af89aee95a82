"""Command that compares a panel with what has been published about the real file."""

from pathlib import Path
from typing import Annotated

import typer

from bank_rs.cli.progress import spinner


def fidelity(
    data: Annotated[Path, typer.Argument(help="Typed panel of all 17 months.")],
    out: Annotated[
        Path | None,
        typer.Option(help="Markdown (.md) to write, with plots beside it.", dir_okay=False),
    ] = None,
    describe: Annotated[
        str, typer.Option(help="What the panel is, for titles: 'real' for the bank's own file.")
    ] = "simulated",
    every: Annotated[bool, typer.Option("--all", help="Print lines that are met, too.")] = False,
) -> None:
    """Compare a panel with what has been published about the real file."""
    from bank_rs.data.fidelity.document import write_document
    from bank_rs.data.fidelity.result import compare
    from bank_rs.data.fidelity.subject import Subject
    from bank_rs.data.fidelity.table import show

    with spinner("reading") as say:
        subject = Subject.read(data)
        results = compare(subject, lambda block: say(f"comparing {block}"))
        if out is not None:
            say("drawing")
            made = f"Made with `bank-rs fidelity` from a {describe} panel of {subject.size}."
            write_document(out, results, describe, [made])
    show(results, every=every)
