import logging

import pytest

from bank_rs.model.champion import ModelFolderError
from bank_rs.registry.alias import AliasedVersion
from bank_rs.registry.identity import pipeline_sha256
from bank_rs.registry.promotion import Promotion
from bank_rs.registry.release import ReleaseRefusedError, read_release
from bank_rs.registry.shelf import Shelf
from bank_rs.service.following.served import ServedModel, load_served_model
from bank_rs.settings import Settings
from tests.registry.releases import copy, edit_probability, other_model, register
from tests.registry.web_server import saying, silent_server, web_server

PATIENCE = 20.0
"""For a registry that is there, on a busy machine."""


@pytest.fixture
def shipped(models_dir, tmp_path):
    """A folder of its own with the copy of the champion."""
    return copy(models_dir, tmp_path / "models") / "champion"


@pytest.fixture(scope="module")
def other(models_dir, tmp_path_factory):
    return other_model(models_dir / "champion", tmp_path_factory.mktemp("other") / "model")


@pytest.fixture
def settings(shipped, tmp_path, request):
    """Settings of a service whose registry has a model for this test alone."""

    def settings(uri):
        return Settings(
            _env_file=None,
            MLFLOW_TRACKING_URI=uri,
            model_name=f"served-{request.node.originalname}",
            models_dir=shipped.parent,
            state_dir=tmp_path / "var",
        )

    return settings


def promote(settings, folder, **how):
    version = register(settings.tracking_uri, settings.model_name, folder, **how)
    Promotion.from_settings(settings).promote(version)
    return version


def place_of(served):
    return served.source, served.version


def test_copy_is_known_by_its_hash_as_the_registrys_version(mlflow_uri, shipped, settings):
    settings = settings(mlflow_uri)
    version = promote(settings, shipped)
    served = load_served_model(settings, PATIENCE)
    assert place_of(served) == ("registry", version)
    assert served.sha256 == pipeline_sha256(shipped)
    assert len(served.run_id) == 32
    assert served.alias == "champion"
    assert not list(settings.state_dir.glob("*/*/model.skops"))


def test_version_that_served_last_serves_when_the_registry_is_away(
    mlflow_uri, shipped, settings, closed_port, other
):
    known = settings(mlflow_uri)
    promote(known, shipped)
    version = promote(known, other)
    copy(other, Shelf.from_settings(known).folder_of(pipeline_sha256(other)))
    assert place_of(load_served_model(known, PATIENCE)) == ("registry", version)
    # the same registry, but away
    Promotion.from_settings(known).promote("1")
    with silent_server() as uri:
        away = known.model_copy(update={"mlflow_tracking_uri": uri})
        Shelf.from_settings(away).remember(Shelf.from_settings(known).last())
        assert place_of(load_served_model(away)) == ("registry", version)


def test_version_at_hand_is_taken_at_the_start(mlflow_uri, settings, other, shipped):
    settings = settings(mlflow_uri)
    promote(settings, shipped)
    load_served_model(settings, PATIENCE)
    version = promote(settings, other)
    copy(other, Shelf.from_settings(settings).folder_of(pipeline_sha256(other)))
    assert place_of(load_served_model(settings, PATIENCE)) == ("registry", version)
    assert Shelf.from_settings(settings).last().version == version


def test_version_to_be_fetched_is_left_to_the_follower(mlflow_uri, settings, other, shipped):
    settings = settings(mlflow_uri)
    promote(settings, other)
    assert place_of(load_served_model(settings, PATIENCE)) == (
        "models",
        pipeline_sha256(shipped)[:8],
    )


def test_spoilt_copy_is_replaced_by_the_registrys(mlflow_uri, settings, other, shipped):
    settings = settings(mlflow_uri)
    version = promote(settings, other)
    edit_probability(shipped)
    served = load_served_model(settings, PATIENCE)
    assert place_of(served) == ("registry", version)
    assert served.sha256 == pipeline_sha256(other)


def test_spoilt_copy_and_spoilt_version_are_an_error(mlflow_uri, settings, other, shipped):
    settings = settings(mlflow_uri)
    promote(settings, other, sha256="0" * 64)
    edit_probability(shipped)
    with pytest.raises(ReleaseRefusedError):
        load_served_model(settings, PATIENCE)


def test_spoilt_fetched_copy_is_passed_over(mlflow_uri, settings, other, shipped):
    settings = settings(mlflow_uri)
    promote(settings, other)
    fetched = copy(other, Shelf.from_settings(settings).folder_of(pipeline_sha256(other)))
    edit_probability(fetched)
    assert load_served_model(settings, PATIENCE).sha256 == pipeline_sha256(shipped)
    assert not fetched.exists()


def test_copy_serves_when_the_registry_is_away(settings, closed_port, shipped, caplog):
    with caplog.at_level(logging.WARNING):
        served = load_served_model(settings(f"http://127.0.0.1:{closed_port}"))
    assert place_of(served) == ("models", pipeline_sha256(shipped)[:8])
    assert "does not answer" in caplog.text


def test_copy_serves_when_the_registry_is_slow(settings, shipped, caplog):
    with silent_server() as uri:
        served = load_served_model(settings(uri))
    assert place_of(served) == ("models", pipeline_sha256(shipped)[:8])
    assert "does not answer within" in caplog.text


def test_copy_serves_when_the_registry_is_something_else(settings, shipped, caplog):
    with web_server(saying(b"<!doctype html>")) as uri:
        served = load_served_model(settings(uri))
    assert place_of(served) == ("models", pipeline_sha256(shipped)[:8])
    assert "answered 200" in caplog.text


def test_copy_serves_when_the_registry_is_empty(settings, mlflow_uri, shipped, caplog):
    assert place_of(load_served_model(settings(mlflow_uri), PATIENCE))[0] == "models"
    assert "has no champion" in caplog.text


def test_no_model_anywhere_is_an_error_with_the_cure(settings, closed_port, tmp_path):
    away = settings(f"http://127.0.0.1:{closed_port}")
    with pytest.raises(ModelFolderError, match="bank-rs train"):
        load_served_model(away.model_copy(update={"models_dir": tmp_path / "nothing"}))


def test_model_becomes_a_version_of_the_registry(shipped):
    model = ServedModel.of(read_release(shipped), "champion")
    version = AliasedVersion(version="7", run_id="a1", sha256=model.sha256)
    assert not model.is_version(version)
    known = model.known_as(version)
    assert known.is_version(version)
    assert (known.version, known.run_id, known.source) == ("7", "a1", "registry")
    assert known.champion is model.champion
