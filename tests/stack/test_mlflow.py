import pytest
from mlflow import MlflowClient

from bank_rs.registry.alias import RegistryUnreachableError
from bank_rs.settings import Settings
from bank_rs.stack.mlflow import has_champion
from tests.registry.releases import register


def settings(uri):
    return Settings(_env_file=None, MLFLOW_TRACKING_URI=uri, model_name="test-stack")


def test_version_with_alias_and_hash_is_a_champion(mlflow_uri, models_dir):
    client = MlflowClient(mlflow_uri)
    assert not has_champion(settings(mlflow_uri))
    version = register(mlflow_uri, "test-stack", models_dir / "champion")
    assert not has_champion(settings(mlflow_uri))
    client.set_registered_model_alias("test-stack", "champion", version)
    assert has_champion(settings(mlflow_uri))
    client.delete_model_version_tag("test-stack", version, "sha256")
    assert not has_champion(settings(mlflow_uri))


def test_server_that_is_away_is_no_missing_champion(closed_port):
    with pytest.raises(RegistryUnreachableError):
        has_champion(settings(f"http://127.0.0.1:{closed_port}"))
