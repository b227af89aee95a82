import logging

import pytest

from bank_rs.model.champion import ModelFolderError, fingerprint
from bank_rs.model.registry import Registry
from bank_rs.service.served import load_served_model
from bank_rs.settings import Settings


def test_registry_champion_serves_before_the_copy(mlflow_uri, training, models_dir):
    version = Registry(mlflow_uri, "test-served", "champion").register(training.champion)
    settings = Settings(
        _env_file=None,
        MLFLOW_TRACKING_URI=mlflow_uri,
        model_name="test-served",
        models_dir=models_dir,
    )
    served = load_served_model(settings)
    assert (served.source, served.version) == ("registry", version)


def test_copy_serves_when_the_registry_is_away(settings, models_dir, caplog):
    with caplog.at_level(logging.WARNING):
        served = load_served_model(settings)
    assert (served.source, served.version) == ("models", fingerprint(models_dir / "champion"))
    assert "MLflow does not answer" in caplog.text


def test_copy_serves_when_the_registry_is_empty(mlflow_uri, models_dir):
    settings = Settings(
        _env_file=None,
        MLFLOW_TRACKING_URI=mlflow_uri,
        model_name="never-made",
        models_dir=models_dir,
    )
    assert load_served_model(settings).source == "models"


def test_no_model_anywhere_is_an_error_with_the_cure(settings, tmp_path):
    with pytest.raises(ModelFolderError, match="bank-rs train"):
        load_served_model(settings.model_copy(update={"models_dir": tmp_path}))
