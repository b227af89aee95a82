import pytest
from mlflow import MlflowClient

from bank_rs.registry.identity import pipeline_sha256
from bank_rs.registry.promotion import Promotion
from tests.registry.releases import copy, edit_probability, register
from tests.test_cli import bank_rs


@pytest.fixture
def environment(mlflow_uri, models_dir, tmp_path, request):
    copy(models_dir, tmp_path / "models")
    return {
        "MLFLOW_TRACKING_URI": mlflow_uri,
        "BANK_RS_MODEL_NAME": f"cli-{request.node.originalname}",
        "BANK_RS_MODELS_DIR": tmp_path / "models",
    }


def test_shipped_folder_is_registered_as_it_is(environment, mlflow_uri, models_dir):
    name = environment["BANK_RS_MODEL_NAME"]
    assert bank_rs("register", **environment).stdout == f"{name} version 1 is the champion\n"
    found = Promotion(mlflow_uri, name, "champion").now()
    assert found.sha256 == pipeline_sha256(models_dir / "champion")


def test_champion_without_a_hash_gets_a_successor(environment, mlflow_uri, models_dir):
    name, client = environment["BANK_RS_MODEL_NAME"], MlflowClient(mlflow_uri)
    register(mlflow_uri, name, models_dir / "champion")
    client.delete_model_version_tag(name, "1", "sha256")
    client.set_registered_model_alias(name, "champion", "1")
    for _ in range(2):
        assert bank_rs("register", **environment).stdout == f"{name} version 2 is the champion\n"


def test_spoilt_folder_is_not_registered(environment, mlflow_uri):
    edit_probability(environment["BANK_RS_MODELS_DIR"] / "champion")
    result = bank_rs("register", **environment)
    assert result.returncode == 1
    assert "no longer gives the answers" in result.stderr
    assert Promotion(mlflow_uri, environment["BANK_RS_MODEL_NAME"], "champion").now() is None
