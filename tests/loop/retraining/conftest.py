from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest
from mlflow import MlflowClient

from bank_rs.data.panel import months_of
from bank_rs.loop.retraining.bounds import Bounds
from bank_rs.loop.retraining.recipe import Recipe
from bank_rs.loop.retraining.retraining import Retraining, retrain
from bank_rs.model.additions import AdditionsClassifier
from bank_rs.registry.promotion import Promotion
from bank_rs.settings import Settings

WIDE = Bounds(least_expected=0.3, most_expected=3.0, latency_ratio=20, min_buyers=20)
"""Bounds for a bank of 2,000 clients on a machine that does other things as well."""


@dataclass(frozen=True)
class Desk:
    """One registered model and what may be done with it."""

    settings: Settings

    @property
    def client(self) -> MlflowClient:
        return MlflowClient(self.settings.tracking_uri)

    @property
    def promotion(self) -> Promotion:
        return Promotion.from_settings(self.settings)

    @property
    def aliases(self) -> dict[str, str]:
        return dict(self.client.get_registered_model(self.settings.model_name).aliases)

    def tags(self, version: str) -> dict[str, str]:
        return dict(self.client.get_model_version(self.settings.model_name, version).tags)

    def files(self, version: str) -> dict[str, str]:
        run_id = self.client.get_model_version(self.settings.model_name, version).run_id
        return {file.path: run_id for file in self.client.list_artifacts(run_id)}

    def retrain(self, panel: Path, **how) -> Retraining:
        classifier = AdditionsClassifier(rounds=10, min_leaf_rows=5, min_additions=5)
        recipe = Recipe(classifier)
        return retrain(self.settings, panel, "simulated", lambda _: None, recipe, WIDE, **how)


@pytest.fixture(scope="session")
def spoilt_file(panel: pl.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The panel with what is held dealt out anew in all months but the last three."""
    path = tmp_path_factory.mktemp("spoilt") / "panel.parquet"
    day, owned = pl.col("fetch_date"), pl.col("owned")
    dealt = pl.when(day < months_of(panel)[-3]).then(owned.shuffle(seed=1).over(day))
    panel.with_columns(dealt.otherwise(owned).alias("owned")).write_parquet(path)
    return path


@pytest.fixture(scope="module")
def desk(request, settings, mlflow_uri, tmp_path_factory) -> Desk:
    """Of a model named after the module, whose champion is the copy in models/."""
    name = request.module.__name__.rpartition(".")[2]
    state = tmp_path_factory.mktemp("state")
    given = {"mlflow_tracking_uri": mlflow_uri, "model_name": name, "state_dir": state}
    return Desk(settings.model_copy(update=given))
