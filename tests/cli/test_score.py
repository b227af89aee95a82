import sys

import polars as pl
import pytest

from bank_rs.registry.identity import pipeline_sha256
from bank_rs.registry.promotion import Promotion
from tests.registry.releases import register
from tests.test_cli import bank_rs


@pytest.fixture
def score(panel_file, tmp_path):
    def score(*options, **environment):
        places = ("--data", panel_file, "--out", tmp_path / "out")
        return bank_rs("score", *places, *options, BANK_RS_STATE_DIR=tmp_path, **environment)

    return score


def test_version_of_the_registry_scores_under_its_number(score, mlflow_uri, models_dir, tmp_path):
    name = "cli-score"
    version = register(mlflow_uri, name, models_dir / "champion")
    Promotion(mlflow_uri, name, "champion").promote(version)
    result = score("--model", f"models:/{name}@champion", "--k", 3, MLFLOW_TRACKING_URI=mlflow_uri)
    assert result.returncode == 0, result.stderr
    found = pl.read_parquet(tmp_path / "out")
    assert found["model_version"].unique().to_list() == [int(version)]
    assert found["rank"].max() == 3
    clients = found["client"].n_unique()
    assert result.stdout.endswith(f"model_version={version}: {clients:,} clients\n")


def test_model_the_registry_lacks_is_told(score, mlflow_uri):
    result = score("--model", "models:/none@champion", MLFLOW_TRACKING_URI=mlflow_uri)
    assert result.returncode == 1
    assert "the registry has no none@champion" in result.stderr


def test_finished_run_says_so(score, models_dir):
    model = ("--model", models_dir / "champion", "--bucket", 500)
    first, again = score(*model), score(*model)
    assert pipeline_sha256(models_dir / "champion")[:12] in first.stdout
    assert again.stdout == first.stdout.rstrip() + ", 4 of 4 buckets of them by an earlier run\n"


def test_spark_that_is_not_installed_names_the_cure(score, models_dir, tmp_path):
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['pyspark'] = None\n")
    paths = ":".join((str(tmp_path), *filter(None, sys.path)))
    result = score("--model", models_dir / "champion", "--engine", "spark", PYTHONPATH=paths)
    assert result.returncode == 1
    assert "requirements-spark.txt" in result.stderr


def test_java_that_is_not_there_names_the_cure(score, models_dir, tmp_path):
    options = ("--model", models_dir / "champion", "--engine", "spark")
    result = score(*options, JAVA_HOME=tmp_path)
    assert result.returncode == 1
    assert "Spark needs Java 17 or newer" in result.stderr
