"""The model that answers, and the one to start with, whatever MLflow does."""

import logging
from dataclasses import dataclass, replace
from threading import Event
from typing import Final, Self

from bank_rs.model.champion import Champion
from bank_rs.registry.alias import AliasedVersion
from bank_rs.registry.alias_reader import ANSWER_SECONDS
from bank_rs.registry.release import Release, ReleaseRefusedError
from bank_rs.registry.source import ModelSource
from bank_rs.service.following.alias_question import AliasQuestion
from bank_rs.settings import Settings

PATIENCE: Final = 0.5
"""Seconds a start may wait for the registry when it needs nothing from it."""

_FINGERPRINT: Final = 8

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ServedModel:
    """A champion and where it was found.

    Attributes
    ----------
    version
        Version in the registry; the beginning of ``sha256`` where that is not known.
    source
        ``registry`` where the version is the registry's, else ``models``: the shipped copy.
    alias
        Alias that is followed.
    run_id
        Run in MLflow that logged the version, where it is known.
    sha256
        Of the file of the stored pipeline.
    """

    champion: Champion
    version: str
    source: str
    alias: str = "champion"
    run_id: str | None = None
    sha256: str = ""

    @classmethod
    def of(cls, release: Release, alias: str, version: AliasedVersion | None = None) -> Self:
        """A checked model, as the version it is known to be."""
        found = release.sha256
        model = cls(release.champion, found[:_FINGERPRINT], "models", alias, None, found)
        return model.known_as(version) if version else model

    def known_as(self, version: AliasedVersion) -> Self:
        """The same model as a version of the registry."""
        return replace(self, version=version.version, source="registry", run_id=version.run_id)

    def is_version(self, version: AliasedVersion) -> bool:
        """Whether this is that version."""
        known = (self.source, self.version, self.sha256)
        return known == ("registry", version.version, version.sha256)


def load_served_model(settings: Settings, patience: float = PATIENCE) -> ServedModel:
    """The version the alias points to where it is at hand, else the last known good model.

    A version that is yet to be downloaded is left to the follower, unless nothing at hand may
    serve.

    Parameters
    ----------
    settings
        Where models are.
    patience
        Seconds for the registry to say which version is to serve, while the model at hand is read.

    Raises
    ------
    ReleaseRefusedError, FetchError
        If there is no model that may serve, neither at hand nor in the registry.
    """
    question, source = AliasQuestion(settings), ModelSource.from_settings(settings)
    try:
        release, version = source.last_known_good()
    except ReleaseRefusedError as error:
        logger.warning("no model at hand may serve: %s", error)
        wanted = question.answer(2 * ANSWER_SECONDS)
        if wanted is None:
            raise
        release, version = source.fetched(wanted, Event()), wanted
    else:
        wanted = question.answer(patience)
        if wanted and wanted.sha256 == release.sha256:
            version = wanted
        elif wanted and (found := source.at_hand(wanted)):
            release, version = found, wanted
    if wanted and wanted == version:
        source.remember(wanted)
    model = ServedModel.of(release, settings.model_alias, version)
    logger.info("version %s serves, from %s", model.version, model.source)
    return model
