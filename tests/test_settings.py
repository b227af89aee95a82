import pytest
from pydantic import ValidationError

from bank_rs.settings import Settings


def test_settings_default_to_the_local_mlflow():
    assert Settings(_env_file=None, mlflow_port=5001).tracking_uri == "http://127.0.0.1:5001"


def test_settings_environment_beats_default(monkeypatch):
    monkeypatch.setenv("BANK_RS_PORT", "8001")
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "http://mlflow:5000")
    settings = Settings(_env_file=None)
    assert (settings.port, settings.tracking_uri) == (8001, "http://mlflow:5000")


def test_settings_port_out_of_range_is_refused(monkeypatch):
    monkeypatch.setenv("BANK_RS_PORT", "70000")
    with pytest.raises(ValidationError, match="port"):
        Settings(_env_file=None)
