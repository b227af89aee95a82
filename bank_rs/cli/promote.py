"""Command that chooses the version that serves."""

from typing import Annotated

import typer
from rich.console import Console

from bank_rs.settings import Settings


def promote(
    version: Annotated[
        int, typer.Argument(min=1, metavar="VERSION", help="Version of the registered model.")
    ],
) -> None:
    """Let a registered version serve.

    The alias (BANK_RS_MODEL_ALIAS, champion when not set) moves to the version. Every service that
    follows it downloads the model, asks it the records whose answers were stored with it, and takes
    it over within BANK_RS_POLL_SECONDS, with no request lost; where the model is damaged, needs
    other libraries or answers otherwise, the service logs why and keeps the model it has.

    'bank-rs rollback' goes back to the version before.
    """
    from bank_rs.model.promotion import Promotion

    promotion = Promotion.from_settings(Settings.read())
    promotion.promote(str(version))
    Console().print(f"{promotion.name} version {version} is the {promotion.alias}")
