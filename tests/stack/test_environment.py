from pathlib import Path

import pytest

from bank_rs.settings import Settings
from bank_rs.stack.environment import environment


def read_back(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]) -> Settings:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return Settings(_env_file=None)


def test_environment_carries_every_setting(monkeypatch, stack_settings):
    changed = stack_settings.model_copy(
        update={
            "mlflow_tracking_uri": "http://127.0.0.1:5999",
            "model_name": "other",
            "metrics_interval": 20,
            "models_dir": Path("/models"),
            "dashboards_dir": Path("/dashboards"),
        }
    )
    assert read_back(monkeypatch, environment(changed)) == changed


def test_environment_paths_are_absolute():
    variables = environment(Settings(_env_file=None))
    assert variables["BANK_RS_STATE_DIR"] == str(Path.cwd() / "var")


def test_environment_calls_go_around_a_proxy(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "bank.example")
    variables = environment(Settings(_env_file=None))
    assert variables["NO_PROXY"].split(",")[:2] == ["bank.example", "127.0.0.1"]


def test_environment_keeps_to_the_local_registry(monkeypatch):
    monkeypatch.setenv("MLFLOW_REGISTRY_URI", "http://registry.example")
    assert "MLFLOW_REGISTRY_URI" not in environment(Settings(_env_file=None))
