"""Command that goes back to the version that served before."""

from typing import Annotated

import typer
from rich.console import Console

from bank_rs.settings import Settings


def rollback(
    challenger: Annotated[
        bool, typer.Option("--challenger", help="End the trial of the challenger instead.")
    ] = False,
) -> None:
    """Let the version before the last promotion serve again.

    'bank-rs promote', 'bank-rs train', 'bank-rs retrain' and 'bank-rs register'
    remember which version served before. Services follow as they do after a promotion.
    Twice in a row leads back to where it began.

    With --challenger the champion stays and the alias challenger goes: within
    BANK_RS_POLL_SECONDS and a fifth, every service answers all clients by the
    champion again and compares no more.
    """
    from bank_rs.registry.promotion import Promotion

    settings = Settings.read()
    if challenger:
        trial = Promotion.from_settings(settings.of_challenger)
        version = trial.withdraw()
        Console().print(f"{trial.name} version {version} is the {trial.alias} no more")
        return
    promotion = Promotion.from_settings(settings)
    version = promotion.roll_back()
    Console().print(f"{promotion.name} version {version} is the {promotion.alias} again")
