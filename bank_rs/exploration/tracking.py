"""MLflow for a notebook: the server that is named, else a store in a folder of its own."""

from pathlib import Path
from typing import Final

import polars as pl
from mlflow import MlflowClient

from bank_rs.model.additions import AdditionsClassifier
from bank_rs.registry.registry import Registry

MODEL_NAME: Final = "bank-rs-experiments"
"""A name that no service serves, so that a notebook never changes what is served."""


def open_registry(uri: str | None, folder: Path, name: str = MODEL_NAME) -> Registry:
    """The registry models are logged to.

    Parameters
    ----------
    uri
        MLflow's tracking URI; without one, a database in the folder is made.
    folder
        Kept as long as the registry is used.
    name
        Experiment and registered model.

    Raises
    ------
    RegistryUnreachableError
        If a server is named and does not answer.
    """
    registry = Registry(uri or f"sqlite:///{folder}/mlflow.db", name, "champion")
    registry.check()
    if uri is None:
        MlflowClient(registry.uri).create_experiment(name, (folder / "artifacts").as_uri())
    return registry


def run_table(registry: Registry, version: str) -> pl.DataFrame:
    """What the run behind a version keeps.

    Returns
    -------
    pl.DataFrame
        ``kept`` and ``what``.
    """
    client = MlflowClient(registry.uri)
    run = client.get_run(str(client.get_model_version(registry.name, version).run_id))
    files = sorted(file.path for file in client.list_artifacts(run.info.run_id))
    rows = [
        ("experiment", client.get_experiment(run.info.experiment_id).name),
        ("data", run.data.tags["data"]),
        ("parameters", ", ".join(f"{k} {v}" for k, v in _settings(run.data.params).items())),
        ("metrics", f"{len(run.data.metrics)}, those of popularity among them"),
        ("files", ", ".join(files)),
    ]
    return pl.DataFrame(rows, schema=["kept", "what"], orient="row")


def _settings(parameters: dict[str, str]) -> dict[str, str]:
    """The classifier's own; the others describe the data."""
    known = AdditionsClassifier().get_params()
    return {name: value for name, value in sorted(parameters.items()) if name in known}
