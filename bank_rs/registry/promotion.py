"""Which version serves: pointing an alias at another one, and back."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self

from mlflow.exceptions import MlflowException
from mlflow.tracking import MlflowClient

from bank_rs.errors import BankRsError
from bank_rs.registry.alias import (
    NO_SUCH,
    SHA256_TAG,
    AliasedVersion,
    RegistryAnswerError,
    without_credentials,
)
from bank_rs.registry.alias_reader import AliasReader
from bank_rs.registry.gate import Force, GateError, failed
from bank_rs.settings import Settings

_ANSWER_SECONDS = 10.0


class NoVersionError(BankRsError):
    """The registry has no version to be promoted, or none to go back to."""


class Promotion:
    """An alias of a registered model.

    Parameters
    ----------
    uri
        MLflow's tracking URI.
    name
        Registered model.
    alias
        The alias. The version it pointed to before has the alias ``previous-`` and this one.
    challenger
        Alias of the version that is tried; it ends when that version is promoted.
    """

    def __init__(self, uri: str, name: str, alias: str, challenger: str = "challenger") -> None:
        self.uri = uri
        self.name = name
        self.alias = alias
        self.challenger = challenger
        self.previous = f"previous-{alias}"
        self._place = f"MLflow at {without_credentials(uri)}"

    @classmethod
    def from_settings(cls, settings: Settings) -> Self:
        """Of the alias the settings say to serve."""
        return cls(
            settings.tracking_uri,
            settings.model_name,
            settings.model_alias,
            settings.challenger_alias,
        )

    def now(self) -> AliasedVersion | None:
        """The version the alias points to, None where there is none.

        Raises
        ------
        RegistryUnreachableError, RegistryAnswerError
            If MLflow does not answer, or something else does.
        """
        return self._bearer_of(self.alias)

    def promote(self, version: str, force: Force | None = None) -> None:
        """Point the alias at a version, and remember the one before.

        Parameters
        ----------
        version
            Its number.
        force
            Why a version may serve that failed the gate; recorded where one did.

        Raises
        ------
        GateError
            If the version failed the gate and is not forced.
        NoVersionError
            If there is no such version, or bank-rs did not register it.
        RegistryUnreachableError, RegistryAnswerError
            If MLflow does not answer, or something else does.
        """
        before = self.now()
        with self._asking() as client:
            if failed(self._tags(client, version)):
                self._pass_over(client, version, force)
            self._point(client, version, before)

    def roll_back(self) -> str:
        """Point the alias at the version before; a second time leads back again.

        The gate is not asked: that version has served, so it passed or was forced when it came.

        Returns
        -------
        str
            The version the alias points to now.

        Raises
        ------
        NoVersionError
            If there is none to go back to.
        RegistryUnreachableError, RegistryAnswerError
            If MLflow does not answer, or something else does.
        """
        before, now = self._bearer_of(self.previous), self.now()
        if before is None or before == now:
            raise NoVersionError(
                f"{self.name} has no version before its {self.alias} to go back to: name one with "
                "'bank-rs promote VERSION'."
            )
        with self._asking() as client:
            self._point(client, before.version, now)
        return before.version

    def _point(self, client: MlflowClient, version: str, before: AliasedVersion | None) -> None:
        if SHA256_TAG not in self._tags(client, version):
            raise NoVersionError(
                f"version {version} of {self.name} was not registered by bank-rs, so no "
                "service could tell whether it is whole: register it with 'bank-rs train'."
            )
        if before and before.version != version:
            client.set_registered_model_alias(self.name, self.previous, before.version)
        client.set_registered_model_alias(self.name, self.alias, version)
        tried = self._bearer_of(self.challenger) if self.challenger != self.alias else None
        if tried and tried.version == version:
            client.delete_registered_model_alias(self.name, self.challenger)

    def _pass_over(self, client: MlflowClient, version: str, force: Force | None) -> None:
        if force is None:
            raise self._refusal(version)
        for name, value in force.record(self.name, version, self.alias).tags.items():
            client.set_model_version_tag(self.name, version, name, value)

    def _refusal(self, version: str) -> GateError:
        return GateError(
            f"version {version} of {self.name} failed the gate, as verdict.html of its run says, "
            "and may not serve: retrain, or promote it with --force --reason '...', which is "
            "recorded."
        )

    def withdraw(self) -> str:
        """Take the alias away from the version it points to.

        Returns
        -------
        str
            The version it pointed to.

        Raises
        ------
        NoVersionError
            If there is none.
        RegistryUnreachableError, RegistryAnswerError
            If MLflow does not answer, or something else does.
        """
        now = self.now()
        if now is None:
            raise NoVersionError(
                f"{self.name} has no {self.alias} to withdraw: 'bank-rs promote VERSION "
                "--challenger' names one."
            )
        with self._asking() as client:
            client.delete_registered_model_alias(self.name, self.alias)
        return now.version

    def _bearer_of(self, alias: str) -> AliasedVersion | None:
        with AliasReader(self.uri, self.name, alias, _ANSWER_SECONDS) as reader:
            return reader.read()

    def _tags(self, client: MlflowClient, version: str) -> dict[str, str]:
        try:
            tags: dict[str, str] = client.get_model_version(self.name, version).tags
        except MlflowException as error:
            if error.error_code not in NO_SUCH:
                raise
            raise NoVersionError(
                f"{self.name} has no version {version}: {self._place} lists those there are, and "
                "'bank-rs train' adds one."
            ) from error
        return tags

    @contextmanager
    def _asking(self) -> Iterator[MlflowClient]:
        try:
            yield MlflowClient(self.uri)
        except MlflowException as error:
            raise RegistryAnswerError(
                f"{self._place} refused what it was asked ({error.error_code}): see its log."
            ) from error
