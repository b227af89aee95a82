"""The model that serves, against which a challenger is judged."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from bank_rs.model.champion import CARD_FILE, Champion
from bank_rs.registry.identity import pipeline_sha256
from bank_rs.registry.registry import Registry
from bank_rs.settings import Settings


@dataclass(frozen=True, slots=True)
class Incumbent:
    """The champion.

    Attributes
    ----------
    champion
        The model.
    version
        Its number in the registry; None for the copy in ``models/``.
    sha256
        Of its stored pipeline; None for a version that bank-rs did not register.
    """

    champion: Champion
    version: str | None
    sha256: str | None

    @classmethod
    def find(cls, registry: Registry, settings: Settings) -> Self | None:
        """The version the alias points to, else the copy in ``models/``; None without either.

        Raises
        ------
        RegistryUnreachableError, RegistryAnswerError
            If MLflow does not answer, or something else does.
        ModelFolderError
            If the model is none of this program.
        """
        found = registry.champion()
        if found is not None:
            return cls(registry.fetch(found.version), found.version, found.sha256)
        folder = settings.models_dir / settings.model_alias
        if not (folder / CARD_FILE).exists():
            return None
        return cls(Champion.load(folder), None, pipeline_sha256(folder))

    def has_seen(self, month: date) -> bool:
        """Whether its data reaches beyond a month: of the same bank, it has seen the additions."""
        return month < self.champion.card.data.last_month
