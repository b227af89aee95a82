"""Command that chooses the version that serves."""

from typing import Annotated

import typer
from rich.console import Console

from bank_rs.cli.force import ForceOption, ReasonOption
from bank_rs.settings import Settings


def promote(
    version: Annotated[
        int, typer.Argument(min=1, metavar="VERSION", help="Version of the registered model.")
    ],
    force: ForceOption = False,
    reason: ReasonOption = None,
    challenger: Annotated[
        bool, typer.Option("--challenger", help="Try it beside the champion instead.")
    ] = False,
) -> None:
    """Let a registered version serve.

    The alias moves to it: champion, or what BANK_RS_MODEL_ALIAS says.

    Every service that follows the alias takes the version over within
    BANK_RS_POLL_SECONDS, with no request lost. Before that it asks the
    model the records whose answers were stored with it. A model that is
    damaged, needs other libraries or answers otherwise is refused: the
    service logs why and keeps the one it has.

    A version that failed the gate of 'bank-rs retrain' is refused, too,
    without --force --reason '...': the reason is kept with the version and in
    retraining/forced.jsonl of BANK_RS_STATE_DIR.

    'bank-rs rollback' goes back to the version before.

    With --challenger the alias challenger moves, or what BANK_RS_CHALLENGER_ALIAS
    says: services try the version beside the champion, as far as BANK_RS_SHADOW
    and BANK_RS_CANARY let them. 'bank-rs rollback --challenger' ends that.
    """
    from bank_rs.registry.gate import Force
    from bank_rs.registry.promotion import Promotion

    settings = Settings.read()
    promotion = Promotion.from_settings(settings.of_challenger if challenger else settings)
    promotion.promote(str(version), Force.of(settings, force=force, reason=reason))
    Console().print(f"{promotion.name} version {version} is the {promotion.alias}")
