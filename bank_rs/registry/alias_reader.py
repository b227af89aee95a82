"""Asks a registry which version an alias points to, without importing MLflow."""

import time
from contextlib import AbstractContextManager
from typing import Final, Self

import httpx2
from pydantic import ValidationError

from bank_rs.registry.alias import (
    NO_SUCH,
    AliasAnswer,
    AliasedVersion,
    RefusedAnswer,
    RegistryAnswerError,
    RegistryUnreachableError,
    without_credentials,
)
from bank_rs.registry.connection import connect, is_server
from bank_rs.settings import Settings

ANSWER_SECONDS: Final = 2.0
_PATH: Final = "/api/2.0/mlflow/registered-models/alias"
_LONGEST_ANSWER: Final = 1 << 20


class AliasReader(AbstractContextManager["AliasReader"]):
    """Asks one registry for one alias; as a context manager it closes its connection.

    A store that is no server, such as a database, is asked through MLflow itself, which takes
    seconds to import.

    Parameters
    ----------
    uri
        MLflow's tracking URI.
    name
        Registered model.
    alias
        The alias.
    seconds
        How long an answer may take in all.
    """

    def __init__(self, uri: str, name: str, alias: str, seconds: float = ANSWER_SECONDS) -> None:
        self._uri = uri
        self._name = name
        self._alias = alias
        self._seconds = seconds
        self._place = f"MLflow at {without_credentials(uri)}"
        self._client = connect(uri, seconds) if is_server(uri) else None

    @classmethod
    def from_settings(cls, settings: Settings) -> Self:
        """For the version the settings say to serve."""
        return cls(settings.tracking_uri, settings.model_name, settings.model_alias)

    def __exit__(self, *_: object) -> None:
        """Close the connection."""
        if self._client is not None:
            self._client.close()

    def read(self) -> AliasedVersion | None:
        """Ask.

        Returns
        -------
        AliasedVersion or None
            None where the model or the alias does not exist.

        Raises
        ------
        RegistryUnreachableError
            If there is no answer in time.
        RegistryAnswerError
            If there is one that MLflow would not give.
        """
        if self._client is None:
            return self._read_store()
        try:
            status, body = self._get(self._client)
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise RegistryUnreachableError(
                f"{self._place} does not answer ({type(error).__name__}): start it with "
                "./run_mlflow.sh, or set MLFLOW_TRACKING_URI."
            ) from error
        return self._understand(status, body)

    def _get(self, client: httpx2.Client) -> tuple[int, bytes]:
        # each wait of the client is limited, but not how many there are
        deadline = time.monotonic() + self._seconds
        query = {"name": self._name, "alias": self._alias}
        body = bytearray()
        with client.stream("GET", f"{self._uri.rstrip('/')}{_PATH}", params=query) as answer:
            for chunk in answer.iter_bytes():
                body += chunk
                if len(body) > _LONGEST_ANSWER or time.monotonic() > deadline:
                    raise httpx2.ReadTimeout("the answer does not end")
            return answer.status_code, bytes(body)

    def _understand(self, status: int, body: bytes) -> AliasedVersion | None:
        try:
            if status == httpx2.codes.OK:
                return AliasAnswer.model_validate_json(body).read()
            if RefusedAnswer.model_validate_json(body).error_code in NO_SUCH:
                return None
        except ValidationError:
            pass
        raise RegistryAnswerError(
            f"{self._place} answered {status} where a version was to be named: see whether "
            "MLFLOW_TRACKING_URI is MLflow's, and MLFLOW_TRACKING_USERNAME and "
            "MLFLOW_TRACKING_PASSWORD open it."
        )

    def _read_store(self) -> AliasedVersion | None:
        try:
            from mlflow.exceptions import MlflowException
            from mlflow.tracking import MlflowClient
        except ModuleNotFoundError as error:
            raise RegistryUnreachableError(
                f"{self._place} is no server, and only MLflow itself reads it: install "
                "'bank-rs[train]', or set MLFLOW_TRACKING_URI to a server's address."
            ) from error

        try:
            found = MlflowClient(self._uri).get_model_version_by_alias(self._name, self._alias)
        except MlflowException as error:
            if error.error_code in NO_SUCH:
                return None
            raise RegistryUnreachableError(
                f"{self._place} cannot be read: see whether MLFLOW_TRACKING_URI is right."
            ) from error
        return AliasedVersion.of(str(found.version), found.run_id, found.tags)
