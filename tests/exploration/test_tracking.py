import pytest

from bank_rs.exploration.tracking import open_registry, run_table
from bank_rs.registry.registry import RegistryUnreachableError


def test_a_named_server_is_used(mlflow_uri, tmp_path, training):
    registry = open_registry(mlflow_uri, tmp_path, "test-notebook")
    version = registry.register(training.champion, training)
    kept = dict(run_table(registry, version).iter_rows())
    assert kept["experiment"] == "test-notebook"
    assert kept["data"] == "simulated"
    assert kept["files"] == "products.csv, report.html"
    assert "rounds 10" in kept["parameters"]
    assert "sha256" not in kept["parameters"]
    assert not list(tmp_path.iterdir())


def test_an_absent_server_is_an_error(closed_port, tmp_path):
    with pytest.raises(RegistryUnreachableError, match="MLFLOW_TRACKING_URI"):
        open_registry(f"http://127.0.0.1:{closed_port}", tmp_path)


def test_without_a_server_the_store_is_in_the_folder(tmp_path):
    registry = open_registry(None, tmp_path)
    assert registry.uri == f"sqlite:///{tmp_path}/mlflow.db"
    assert registry.champion_version() is None
    assert (tmp_path / "mlflow.db").is_file()
