"""Command that goes back to the version that served before."""

from rich.console import Console

from bank_rs.settings import Settings


def rollback() -> None:
    """Let the version before the last promotion serve again.

    'bank-rs promote', 'bank-rs train', 'bank-rs retrain' and 'bank-rs register'
    remember which version served before. Services follow as they do after a promotion.
    Twice in a row leads back to where it began.
    """
    from bank_rs.registry.promotion import Promotion

    promotion = Promotion.from_settings(Settings.read())
    version = promotion.roll_back()
    Console().print(f"{promotion.name} version {version} is the {promotion.alias} again")
