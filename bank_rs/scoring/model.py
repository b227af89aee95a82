"""The model that scores, by the name a person gives it."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from bank_rs.errors import BankRsError
from bank_rs.model.champion import Champion
from bank_rs.registry.release import read_release
from bank_rs.settings import Settings

_REGISTERED: Final = re.compile(r"models:/([^/@]+)(?:@([^/@]+)|/([0-9]+))")
_SHORT: Final = 12


class ModelNameError(BankRsError):
    """A model's name leads nowhere."""


@dataclass(frozen=True, slots=True)
class ScoringModel:
    """A model and its name in what it writes.

    Attributes
    ----------
    champion
        The model.
    version
        Its number in the registry; for a folder, how its SHA-256 begins.
    """

    champion: Champion
    version: str

    @classmethod
    def find(cls, name: str | None, settings: Settings) -> Self:
        """Read a model.

        Parameters
        ----------
        name
            ``models:/NAME@ALIAS`` or ``models:/NAME/VERSION`` in the registry, or a folder; the
            copy of the champion in ``models/`` when not given.
        settings
            Where the registry and the copy are.

        Raises
        ------
        ModelNameError
            If the registry has no such model.
        ModelFolderError
            If what is there is no model of this program, or may not serve.
        RegistryUnreachableError, RegistryAnswerError
            If MLflow does not answer, or something else does.
        """
        found = _REGISTERED.fullmatch(name or "")
        if found:
            return cls._registered(found[1], found[2], found[3], settings)
        if name and name.startswith("models:"):
            raise ModelNameError(
                f"{name} names no model: write models:/bank-rs@champion or models:/bank-rs/3."
            )
        folder = Path(name) if name else settings.models_dir / settings.model_alias
        release = read_release(folder)
        return cls(release.champion, release.sha256[:_SHORT])

    @classmethod
    def _registered(
        cls, name: str, alias: str | None, version: str | None, settings: Settings
    ) -> Self:
        from mlflow.exceptions import MlflowException

        from bank_rs.registry.registry import Registry

        registry = Registry(settings.tracking_uri, name, alias or settings.model_alias)
        registry.check()
        wanted = version or registry.champion_version()
        if wanted is None:
            raise ModelNameError(
                f"the registry has no {name}@{alias}: see what it has at {registry.uri}, or name "
                "a folder."
            )
        try:
            return cls(registry.fetch(wanted), wanted)
        except MlflowException as error:
            raise ModelNameError(
                f"version {wanted} of {name} cannot be downloaded: see whether MLflow has it."
            ) from error
