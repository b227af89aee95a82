import mlflow
import numpy as np
import pandas as pd
import pytest
from mlflow import MlflowClient

from bank_rs.model.champion import Champion
from bank_rs.registry.alias import RegistryUnreachableError
from bank_rs.registry.identity import pipeline_sha256
from bank_rs.registry.promotion import Promotion
from bank_rs.registry.registry import Registry
from bank_rs.registry.storage import example_frame, signature


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


def test_registered_folder_is_the_stored_one_byte_for_byte(mlflow_uri, models_dir, tmp_path):
    folder = models_dir / "champion"
    registry = Registry(mlflow_uri, "test-bytes", "champion")
    version = registry.register(Champion.load(folder), folder=folder)
    assert registry.champion().sha256 == pipeline_sha256(folder)
    uri = f"models:/test-bytes/{version}"
    kept = mlflow.artifacts.download_artifacts(uri, dst_path=str(tmp_path))
    for path in folder.iterdir():
        assert (tmp_path / path.name).read_bytes() == path.read_bytes()
    assert kept


def test_mlflow_reads_the_registered_model(registry, version, training, panel):
    mlflow.set_tracking_uri(registry.uri)
    uri = "models:/test-registry@champion"
    assert mlflow.models.get_model_info(uri).signature == signature()
    stored = mlflow.pyfunc.load_model(uri)
    pd.testing.assert_frame_equal(stored.input_example, example_frame(), check_dtype=False)
    expected = training.champion.pipeline.predict_proba(panel)
    found = mlflow.sklearn.load_model(uri).predict_proba(panel)
    assert np.array_equal(found, expected)


def test_run_names_the_model_it_logged(registry, version):
    client = MlflowClient(registry.uri)
    run = client.get_run(client.get_model_version("test-registry", version).run_id)
    (output,) = run.outputs.model_outputs
    assert client.get_logged_model(output.model_id).source_run_id == run.info.run_id


def test_registration_can_be_rolled_back(registry, version, training):
    before = registry.champion_version()
    registry.register(training.champion)
    assert Promotion(registry.uri, registry.name, "champion").roll_back() == before


def test_absent_server_is_named_with_the_cure(closed_port):
    registry = Registry(f"http://127.0.0.1:{closed_port}", "bank-rs", "champion")
    with pytest.raises(RegistryUnreachableError, match=r"\./run_mlflow\.sh"):
        registry.champion_version()
