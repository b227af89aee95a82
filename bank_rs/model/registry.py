"""MLflow as the keeper of models: runs, versions and the alias that says which one serves."""

import tempfile
from pathlib import Path
from typing import Self

import httpx2
import mlflow
from mlflow.environment_variables import MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT
from mlflow.exceptions import MlflowException
from mlflow.tracking import MlflowClient

from bank_rs.errors import BankRsError
from bank_rs.model.champion import Champion
from bank_rs.model.report import render_html
from bank_rs.model.storage import log_arguments
from bank_rs.model.train import Training
from bank_rs.settings import Settings

PROBE_SECONDS = 2.0


class RegistryUnreachableError(BankRsError):
    """MLflow does not answer."""


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
                f"MLflow does not answer at {self.uri}: start it with ./run_mlflow.sh, or set "
                "MLFLOW_TRACKING_URI."
            ) from error

    def champion_version(self) -> str | None:
        """Version the alias points to, None where there is none.

        Raises
        ------
        RegistryUnreachableError
            If MLflow does not answer.
        """
        self.check()
        try:
            version = MlflowClient(self.uri).get_model_version_by_alias(self.name, self.alias)
        except MlflowException as error:
            if error.error_code in {"RESOURCE_DOES_NOT_EXIST", "INVALID_PARAMETER_VALUE"}:
                return None
            raise RegistryUnreachableError(
                f"MLflow at {self.uri} refused to name the {self.alias}: see its log."
            ) from error
        return str(version.version)

    def fetch(self, version: str) -> Champion:
        """Download a version and read it.

        Raises
        ------
        ModelFolderError
            If the version is not a model of this program.
        """
        mlflow.set_tracking_uri(self.uri)
        with tempfile.TemporaryDirectory() as folder:
            path = mlflow.artifacts.download_artifacts(
                f"models:/{self.name}/{version}", dst_path=folder
            )
            return Champion.load(Path(path))

    def register(self, champion: Champion, training: Training | None = None) -> str:
        """Log a model with all that is known of it, register it and point the alias at it.

        Parameters
        ----------
        champion
            The model.
        training
            Adds the baseline's metrics, the table by product and the report.

        Returns
        -------
        str
            The new version.
        """
        self.check()
        MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT.set(True)  # type: ignore[no-untyped-call]
        mlflow.set_tracking_uri(self.uri)
        mlflow.set_experiment(self.name)
        with mlflow.start_run():
            mlflow.log_params(champion.card.parameters)
            mlflow.log_params(champion.card.data.model_dump(mode="json", exclude={"description"}))
            mlflow.log_metrics(champion.card.metrics)
            mlflow.set_tag("data", champion.card.data.description)
            if training:
                _log_training(training)
            info = mlflow.sklearn.log_model(
                name="model", registered_model_name=self.name, **log_arguments(champion)
            )
        version = str(info.registered_model_version)
        MlflowClient(self.uri).set_registered_model_alias(self.name, self.alias, version)
        return version


def _log_training(training: Training) -> None:
    mlflow.log_metrics({f"popularity_{k}": v for k, v in training.popularity.items()})
    mlflow.log_text(training.products.write_csv(), "products.csv")
    mlflow.log_text(render_html(training.evidence), "report.html")
