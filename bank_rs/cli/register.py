"""Command that registers the shipped champion."""

from rich.console import Console

from bank_rs.cli.progress import spinner
from bank_rs.settings import Settings


def register() -> None:
    """Register the champion shipped in models/ if the registry has none."""
    from bank_rs.model.champion import Champion
    from bank_rs.model.registry import Registry

    settings = Settings.read()
    registry = Registry.from_settings(settings)
    version = registry.champion_version()
    if version is None:
        champion = Champion.load(settings.models_dir / settings.model_alias)
        with spinner("registering"):
            version = registry.register(champion)
    Console().print(f"{registry.name} version {version} is the {registry.alias}")
