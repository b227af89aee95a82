"""Command that gives a stored model what its requests are compared with."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bank_rs.cli.progress import spinner
from bank_rs.settings import Settings


def reference(
    data: Annotated[Path, typer.Option(help="Typed panel, as 'bank-rs ingest' writes it.")],
    model: Annotated[
        Path | None, typer.Option(help="Model folder; the champion in models/ when not given.")
    ] = None,
) -> None:
    """Write what a model is asked and answers in a panel's newest month.

    'bank-rs train' does so by itself. This is for a model trained before, or
    when its clients have changed for good: 'bank-rs drift' compares with the
    month that was written last. The file is reference.json in the model's
    folder; nothing else of the model changes, its SHA-256 included.
    """
    from bank_rs.model.champion import Champion
    from bank_rs.model.panel_file import PanelFile
    from bank_rs.model.reference.building import build_reference

    settings = Settings.read()
    folder = model or settings.models_dir / settings.model_alias
    with spinner("asking the model about the newest month"):
        found = build_reference(Champion.load(folder), PanelFile(data))
        found.write(folder)
    Console().print(
        f"{folder}: {found.rows:,} clients of {found.month:%Y-%m} are the reference, "
        f"{found.with_history / found.rows:.0%} of them with earlier months",
        markup=False,
        highlight=False,
        soft_wrap=True,
    )
