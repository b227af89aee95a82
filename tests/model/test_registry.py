import numpy as np
import pytest
from mlflow import MlflowClient

from bank_rs.model.registry import Registry, RegistryUnreachableError


@pytest.fixture(scope="module")
def registry(mlflow_uri):
    return Registry(mlflow_uri, "test-registry", "champion")


@pytest.fixture(scope="module")
def version(registry, training):
    return registry.register(training.champion, training)


def test_registry_without_a_model_has_no_champion(mlflow_uri):
    assert Registry(mlflow_uri, "nothing-here", "champion").champion_version() is None


def test_registered_version_is_the_champion(registry, version):
    assert registry.champion_version() == version == "1"


def test_registry_without_the_alias_has_no_champion(mlflow_uri, version):
    assert Registry(mlflow_uri, "test-registry", "challenger").champion_version() is None


def test_fetched_champion_answers_like_the_registered_one(registry, version, training, panel):
    fetched = registry.fetch(version)
    expected = training.champion.pipeline.predict_proba(panel)
    assert np.array_equal(fetched.pipeline.predict_proba(panel), expected)
    assert fetched.card == training.champion.card


def test_run_holds_all_that_is_known_of_the_training(registry, version, training, mlflow_uri):
    client = MlflowClient(mlflow_uri)
    run = client.get_run(client.get_model_version("test-registry", version).run_id)
    assert run.data.params["rounds"] == "10"
    assert run.data.params["sha256"] == training.champion.card.data.sha256
    assert run.data.metrics["map_at_7"] == training.champion.card.metrics["map_at_7"]
    assert run.data.metrics["popularity_map_at_7"] == training.popularity["map_at_7"]
    assert run.data.tags["data"] == "simulated"
    kept = {file.path for file in client.list_artifacts(run.info.run_id)}
    assert {"products.csv", "report.html"} <= kept


def test_next_registration_moves_the_alias(registry, version, training):
    newer = registry.register(training.champion)
    assert registry.champion_version() == newer == str(int(version) + 1)


def test_absent_server_is_named_with_the_cure(closed_port):
    registry = Registry(f"http://127.0.0.1:{closed_port}", "bank-rs", "champion")
    with pytest.raises(RegistryUnreachableError, match=r"\./run_mlflow\.sh"):
        registry.champion_version()
