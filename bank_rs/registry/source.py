"""Where checked models come from: this machine, or else the registry."""

import logging
from threading import Event
from typing import Self

from bank_rs.registry.alias import AliasedVersion
from bank_rs.registry.fetch import fetch
from bank_rs.registry.release import Release, ReleaseRefusedError, read_release
from bank_rs.registry.shelf import Shelf
from bank_rs.settings import Settings

logger = logging.getLogger(__name__)


class ModelSource:
    """Finds models that may serve.

    Parameters
    ----------
    uri
        MLflow's tracking URI.
    name
        Registered model.
    shelf
        Models on this machine.
    """

    def __init__(self, uri: str, name: str, shelf: Shelf) -> None:
        self._uri = uri
        self._name = name
        self._shelf = shelf

    @classmethod
    def from_settings(cls, settings: Settings) -> Self:
        """As the settings say."""
        return cls(settings.tracking_uri, settings.model_name, Shelf.from_settings(settings))

    def last_known_good(self) -> tuple[Release, AliasedVersion | None]:
        """The version that served last on this machine, else the shipped copy, without a version.

        Raises
        ------
        ReleaseRefusedError
            If neither may serve.
        """
        last = self._shelf.last()
        if last and (release := self.at_hand(last)):
            return release, last
        return read_release(self._shelf.shipped), None

    def at_hand(self, version: AliasedVersion) -> Release | None:
        """A version that is on this machine and may serve; None where it is not."""
        for folder in self._shelf.having(version.sha256):
            try:
                return read_release(folder, version.sha256)
            except ReleaseRefusedError as error:
                logger.warning("a copy of version %s is passed over: %s", version.version, error)
                self._shelf.discard(folder)
        return None

    def fetched(self, version: AliasedVersion, stopping: Event) -> Release:
        """A version, from the registry unless it is at hand.

        Parameters
        ----------
        version
            What is wanted.
        stopping
            Once set, a download is given up.

        Raises
        ------
        FetchError
            If it cannot be downloaded now.
        ReleaseRefusedError
            If it may not serve.
        """
        if version.sha256 is None:
            raise ReleaseRefusedError(
                f"version {version.version} of {self._name} has no SHA-256 to tell it by: register "
                "it with 'bank-rs register' or 'bank-rs train', which give it one."
            )
        if release := self.at_hand(version):
            return release
        folder = self._shelf.folder_of(version.sha256)
        fetch(self._uri, self._name, version.version, folder, stopping)
        try:
            return read_release(folder, version.sha256)
        except ReleaseRefusedError:
            self._shelf.discard(folder)
            raise

    def remember(self, version: AliasedVersion) -> None:
        """Note that a version serves, for the next start."""
        self._shelf.remember(version)
