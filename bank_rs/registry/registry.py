"""MLflow as the keeper of models: runs, versions and the alias that says which one serves."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import httpx2
import mlflow
from mlflow.environment_variables import (
    MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR,
    MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT,
)
from mlflow.tracking import MlflowClient

from bank_rs.model.champion import Champion
from bank_rs.model.train import Training
from bank_rs.registry.alias import AliasedVersion, RegistryUnreachableError, without_credentials
from bank_rs.registry.logged_run import log_card, log_training, upload
from bank_rs.registry.promotion import Promotion
from bank_rs.registry.storage import save_model
from bank_rs.settings import Settings

PROBE_SECONDS = 2.0


class Registry:
    """The registered model of one MLflow server.

    Parameters
    ----------
    uri
        MLflow's tracking URI.
    name
        Registered model, and experiment.
    alias
        Alias of the version that serves.
    """

    def __init__(self, uri: str, name: str, alias: str) -> None:
        self.uri = uri
        self.name = name
        self.alias = alias
        self._promotion = Promotion(uri, name, alias)

    @classmethod
    def from_settings(cls, settings: Settings) -> Self:
        """The registry the settings name."""
        return cls(settings.tracking_uri, settings.model_name, settings.model_alias)

    def check(self) -> None:
        """Ask the server for a sign of life, so that its absence costs seconds and not minutes.

        Raises
        ------
        RegistryUnreachableError
            If there is none within two seconds.
        """
        if not self.uri.startswith("http"):
            return
        try:
            httpx2.get(f"{self.uri}/health", timeout=PROBE_SECONDS).raise_for_status()
        except httpx2.HTTPError as error:
            raise RegistryUnreachableError(
                f"MLflow does not answer at {without_credentials(self.uri)}: start it with "
                "./run_mlflow.sh, or set MLFLOW_TRACKING_URI."
            ) from error

    def champion(self) -> AliasedVersion | None:
        """The version the alias points to; as `Promotion.now`."""
        return self._promotion.now()

    def champion_version(self) -> str | None:
        """Number of the version the alias points to, None where there is none.

        Raises
        ------
        RegistryUnreachableError, RegistryAnswerError
            If MLflow does not answer, or something else does.
        """
        found = self.champion()
        return found.version if found else None

    def fetch(self, version: str) -> Champion:
        """Download a version and read it.

        Raises
        ------
        ModelFolderError
            If the version is not a model of this program.
        """
        MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR.set(False)  # type: ignore[no-untyped-call]
        mlflow.set_tracking_uri(self.uri)
        with tempfile.TemporaryDirectory() as folder:
            path = mlflow.artifacts.download_artifacts(
                f"models:/{self.name}/{version}", dst_path=folder
            )
            return Champion.load(Path(path))

    def register(
        self, champion: Champion, training: Training | None = None, folder: Path | None = None
    ) -> str:
        """As `add`, and point the alias at the version, with no gate before it."""
        version = self.add(champion, training, folder)
        self._promotion.promote(version)
        return version

    def add(
        self,
        champion: Champion,
        training: Training | None = None,
        folder: Path | None = None,
        tags: Mapping[str, str] | None = None,
    ) -> str:
        """Log a model with all that is known of it and register it.

        Parameters
        ----------
        champion
            The model.
        training
            Adds the baseline's metrics, the table by product and the report.
        folder
            Where `save_model` wrote the model; it is uploaded file by file, so that copies can be
            told by their hash. Written for the purpose when not given.
        tags
            Of the version, there from its first moment.

        Returns
        -------
        str
            The new version.
        """
        self.check()
        MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT.set(True)  # type: ignore[no-untyped-call]
        MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR.set(False)  # type: ignore[no-untyped-call]
        mlflow.set_tracking_uri(self.uri)
        mlflow.set_experiment(self.name)
        with mlflow.start_run() as run, _stored(champion, folder) as stored:
            log_card(champion.card)
            if training:
                log_training(training)
            return upload(stored, run, self.name, tags)

    def annotate(self, version: str, tags: Mapping[str, str], files: Mapping[str, str]) -> None:
        """Add tags to a version, and texts to the files of its run, by name."""
        client = MlflowClient(self.uri)
        run_id = str(client.get_model_version(self.name, version).run_id)
        for name, text in files.items():
            client.log_text(run_id, text, name)
        for name, value in tags.items():
            client.set_model_version_tag(self.name, version, name, value)


@contextmanager
def _stored(champion: Champion, folder: Path | None) -> Iterator[Path]:
    """The model's folder, or one that is gone after the block."""
    if folder:
        yield folder
        return
    with tempfile.TemporaryDirectory() as new:
        save_model(champion, Path(new, "model"))
        yield Path(new, "model")
