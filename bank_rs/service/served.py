"""The model that answers."""

import logging
from dataclasses import dataclass

import polars as pl
from mlflow.exceptions import MlflowException

from bank_rs.catalog import PRODUCTS, Product
from bank_rs.errors import BankRsError
from bank_rs.model.champion import Champion, fingerprint
from bank_rs.model.registry import Registry
from bank_rs.settings import Settings

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ServedModel:
    """A champion and where it was found.

    Attributes
    ----------
    version
        Version in the registry, or the fingerprint of the copy in ``models/``.
    source
        ``registry`` or ``models``.
    """

    champion: Champion
    version: str
    source: str

    def recommended(self, record: pl.DataFrame) -> frozenset[Product]:
        """Products the model answers with 1 for a panel of one row."""
        answers = self.champion.pipeline.predict(record)[0]
        return frozenset(p for p, answer in zip(PRODUCTS, answers, strict=True) if answer)


def load_served_model(settings: Settings) -> ServedModel:
    """The registry's champion, or its last known good copy when the registry has no answer.

    Raises
    ------
    ModelFolderError
        If the copy cannot be read either.
    """
    try:
        registry = Registry.from_settings(settings)
        if version := registry.champion_version():
            return ServedModel(registry.fetch(version), version, "registry")
        logger.warning("the registry at %s has no %s", registry.uri, registry.alias)
    except (BankRsError, MlflowException) as error:
        logger.warning("the registry cannot be used: %s", error)
    folder = settings.models_dir / settings.model_alias
    logger.warning("serving the copy in %s", folder)
    return ServedModel(Champion.load(folder), fingerprint(folder), "models")
