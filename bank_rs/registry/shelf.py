"""Model folders on this machine: the shipped one, and those fetched from the registry."""

import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from bank_rs.registry.alias import AliasedVersion, without_credentials
from bank_rs.registry.identity import pipeline_sha256
from bank_rs.settings import Settings

LAST_FILE: Final = "last.json"
KEPT: Final = 3
"""Fetched models kept: the one that serves, the one to roll back to, and one more."""

logger = logging.getLogger(__name__)


class LastServed(BaseModel):
    """The version that served last, and whose it is."""

    model_config = ConfigDict(frozen=True)

    registry: str
    version: AliasedVersion


class Shelf:
    """Where a model is looked for before it is fetched; shared by the processes of a service.

    Fetched models lie in folders named by the SHA-256 of their pipelines.

    Parameters
    ----------
    shipped
        Folder of the last known good copy.
    fetched
        Folder of the folders of fetched models; made when something is put there.
    registry
        Which alias of which model of which registry they belong to.
    """

    def __init__(self, shipped: Path, fetched: Path, registry: str) -> None:
        self.shipped = shipped
        self.fetched = fetched
        self._registry = registry

    @classmethod
    def from_settings(cls, settings: Settings) -> Self:
        """The shelf of the service with these settings."""
        alias, place = settings.model_alias, without_credentials(settings.tracking_uri)
        registry = f"{settings.model_name}@{alias} at {place}"
        return cls(settings.models_dir / alias, settings.state_dir / alias, registry)

    def folder_of(self, sha256: str) -> Path:
        """Where a fetched model lies, or will."""
        return self.fetched / sha256

    def having(self, sha256: str | None) -> Iterator[Path]:
        """Folders whose stored pipeline has this hash."""
        if sha256 is None:
            return
        for folder in (self.shipped, self.folder_of(sha256)):
            if pipeline_sha256(folder) == sha256:
                yield folder

    def discard(self, folder: Path) -> None:
        """Remove a fetched model, so that it is fetched again; the shipped one stays."""
        if folder.parent == self.fetched:
            shutil.rmtree(folder, ignore_errors=True)

    def last(self) -> AliasedVersion | None:
        """The version of this registry that served last on this machine."""
        try:
            last = LastServed.model_validate_json((self.fetched / LAST_FILE).read_bytes())
        except (OSError, ValidationError):
            return None
        return last.version if last.registry == self._registry else None

    def remember(self, version: AliasedVersion) -> None:
        """Note which version serves, and remove fetched models older than the newest few."""
        if self.last() == version:
            return
        note = LastServed(registry=self._registry, version=version).model_dump_json()
        try:
            self.fetched.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile("w", dir=self.fetched, delete=False) as new:
                new.write(note)
            Path(new.name).rename(self.fetched / LAST_FILE)
            self._prune(version.sha256)
        except OSError as error:
            logger.warning("%s cannot be written: %s", self.fetched, error.strerror)

    def _prune(self, sha256: str | None) -> None:
        if sha256 and self.folder_of(sha256).exists():
            os.utime(self.folder_of(sha256))
        folders = [path for path in self.fetched.iterdir() if len(path.name) == 64]
        for folder in sorted(folders, key=lambda path: path.stat().st_mtime)[:-KEPT]:
            self.discard(folder)
