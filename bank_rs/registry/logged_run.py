"""What is written down of a model in the MLflow run that is under way, its files included."""

from collections.abc import Mapping
from pathlib import Path

import mlflow
from mlflow.entities import LoggedModelOutput, LoggedModelStatus
from mlflow.tracking import MlflowClient

from bank_rs.model.card import ModelCard
from bank_rs.model.report import render_html
from bank_rs.model.train import Training
from bank_rs.registry.alias import SHA256_TAG
from bank_rs.registry.identity import pipeline_sha256


def log_card(card: ModelCard) -> None:
    """Log parameters, metrics and data."""
    mlflow.log_params(card.parameters)
    mlflow.log_params(card.data.model_dump(mode="json", exclude={"description"}))
    mlflow.log_metrics(card.metrics)
    mlflow.set_tag("data", card.data.description)


def log_training(training: Training) -> None:
    """Log the baseline's metrics, the table by product and the report."""
    mlflow.log_metrics({f"popularity_{k}": v for k, v in training.popularity.items()})
    mlflow.log_text(training.products.write_csv(), "products.csv")
    mlflow.log_text(render_html(training.evidence), "report.html")


def upload(
    folder: Path, run: mlflow.ActiveRun, name: str, tags: Mapping[str, str] | None = None
) -> str:
    """Log a model folder file by file and register it.

    ``mlflow.sklearn.log_model`` would write the pipeline anew, with other bytes.

    Parameters
    ----------
    folder
        As `save_model` writes it.
    run
        The run that logs it.
    name
        Registered model.
    tags
        Of the version, beside its hash.

    Returns
    -------
    str
        The new version, tagged with the SHA-256 of its stored pipeline.
    """
    client, info = MlflowClient(), run.info
    model = client.create_logged_model(info.experiment_id, "model", source_run_id=info.run_id)
    client.log_model_artifacts(model.model_id, str(folder))
    client.finalize_logged_model(model.model_id, LoggedModelStatus.READY)
    client.log_outputs(info.run_id, [LoggedModelOutput(model.model_id, step=0)])
    tagged = {SHA256_TAG: pipeline_sha256(folder), **(tags or {})}
    version = mlflow.register_model(f"models:/{model.model_id}", name, tags=tagged)
    return str(version.version)
