"""Command that registers the shipped champion."""

from rich.console import Console

from bank_rs.cli.progress import spinner
from bank_rs.settings import Settings


def register() -> None:
    """Register the champion shipped in models/ if the registry has none.

    A champion that an older bank-rs registered has no SHA-256 to tell it by:
    then the shipped one is registered as well and takes the alias.
    """
    from bank_rs.registry.registry import Registry
    from bank_rs.registry.release import read_release

    settings = Settings.read()
    registry = Registry.from_settings(settings)
    found = registry.champion()
    if found and found.sha256:
        version = found.version
    else:
        folder = settings.models_dir / settings.model_alias
        with spinner("registering"):
            version = registry.register(read_release(folder).champion, folder=folder)
    Console().print(f"{registry.name} version {version} is the {registry.alias}")
