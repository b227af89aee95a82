"""A registered version's files, as MLflow's server hands them out from whatever store it has."""

import re
from pathlib import Path, PurePosixPath
from typing import Final, Self

import httpx2
from pydantic import BaseModel, Field

_VERSION: Final = "/api/2.0/mlflow/model-versions/get-download-uri"
_FILES: Final = "/api/2.0/mlflow-artifacts/artifacts"
_PLACE: Final = re.compile("mlflow-artifacts:/(?!/)(.+)")
_LARGEST: Final = 1 << 30
"""Bytes; no model of this program comes near, and a server that does not end fills no disk."""


class ServedFilesError(ValueError):
    """The server named or sent what is no file of a model."""


class _Listing(BaseModel):
    class File(BaseModel):
        path: str = Field(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]{0,254}$")
        is_dir: bool = False

    files: tuple[File, ...] = ()


class _Place(BaseModel):
    artifact_uri: str


class ServedFiles:
    """The files of one version.

    Parameters
    ----------
    client
        As `connect` makes it.
    files
        URL of the artifacts that the server hands out.
    path
        Of the version's folder among the artifacts that the server hands out.
    """

    def __init__(self, client: httpx2.Client, files: str, path: PurePosixPath) -> None:
        self._client = client
        self._files = files
        self._path = path
        self._left = _LARGEST

    @classmethod
    def of(cls, client: httpx2.Client, uri: str, name: str, version: str) -> Self | None:
        """Find a version's; None where the server leaves its clients to ask the store itself.

        Parameters
        ----------
        client
            As `connect` makes it.
        uri
            The server's.
        name, version
            Of the registered model.

        Raises
        ------
        httpx2.HTTPError
            If the server does not answer, or knows no such version.
        pydantic.ValidationError
            If something else than MLflow answers.
        """
        server = uri.rstrip("/")
        answer = client.get(f"{server}{_VERSION}", params={"name": name, "version": version})
        uri = _Place.model_validate_json(answer.raise_for_status().content).artifact_uri
        place = _PLACE.fullmatch(uri)
        return cls(client, f"{server}{_FILES}", PurePosixPath(place[1])) if place else None

    def copy(self, folder: Path) -> None:
        """Write them into a folder.

        Raises
        ------
        httpx2.HTTPError
            If the server does not send one.
        pydantic.ValidationError, ServedFilesError
            If it names one outside the folder, or sends more than 1 GiB.
        """
        self._copy(self._path, folder)

    def _copy(self, path: PurePosixPath, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        answer = self._client.get(self._files, params={"path": str(path)})
        listing = _Listing.model_validate_json(answer.raise_for_status().content)
        for file in listing.files:
            send = self._copy if file.is_dir else self._receive
            send(path / file.path, folder / file.path)

    def _receive(self, path: PurePosixPath, target: Path) -> None:
        with (
            self._client.stream("GET", f"{self._files}/{path}") as answer,
            target.open("wb") as file,
        ):
            answer.raise_for_status()
            for chunk in answer.iter_bytes():
                self._left -= len(chunk)
                if self._left < 0:
                    raise ServedFilesError(f"a version has more than {_LARGEST:,} bytes")
                file.write(chunk)
