import logging
from contextlib import contextmanager
from functools import partial

import numpy as np
import pytest
from mlflow import MlflowClient

from bank_rs.data.panel import with_history
from bank_rs.model.champion import Champion
from bank_rs.registry.identity import pipeline_sha256
from bank_rs.registry.promotion import Promotion
from bank_rs.registry.shelf import Shelf
from bank_rs.service.following.follower import Follower
from bank_rs.service.following.served import load_served_model
from bank_rs.service.metering.metrics import Metrics
from bank_rs.settings import Settings
from tests.model.features.clients import history_of
from tests.registry.releases import (
    FLAWS,
    copy,
    edit_libraries,
    edit_probability,
    other_model,
    register,
)
from tests.registry.web_server import saying, silent_server, web_server
from tests.service.taken import take
from tests.waiting import wait_until

wait = partial(wait_until, seconds=60)
"""Long enough for a download on a busy machine."""


@pytest.fixture(scope="module")
def other(models_dir, tmp_path_factory):
    return other_model(models_dir / "champion", tmp_path_factory.mktemp("other") / "model")


class Desk:
    """Stands where the service would: holds the model, and what happened to it."""

    def __init__(self, settings):
        self.settings = settings
        self.model = load_served_model(settings)
        self.metrics = Metrics()
        self.events = dict.fromkeys(("model.swaps", "model.refused"), 0)

    def swap(self, model):
        self.model = model

    def count(self, event):
        taken = take(self.metrics)
        self.events = {name: n + taken[name] for name, n in self.events.items()}
        return self.events[event]

    def promote(self, folder, sha256=None):
        name = self.settings.model_name
        version = register(self.settings.tracking_uri, name, folder, sha256)
        Promotion.from_settings(self.settings).promote(version)
        return version

    @contextmanager
    def following(self):
        follower = Follower(self.settings, lambda: self.model, self.swap, self.metrics)
        with follower.running():
            yield


@pytest.fixture
def open_desk(models_dir, tmp_path, request):
    """A desk with a model of its own in the registry."""

    def open_desk(uri):
        settings = Settings(
            _env_file=None,
            MLFLOW_TRACKING_URI=uri,
            model_name=f"follower-{request.node.originalname}",
            models_dir=models_dir,
            state_dir=tmp_path / "var",
            poll_seconds=0.05,
        )
        return Desk(settings)

    return open_desk


@pytest.fixture
def desk(open_desk, mlflow_uri, models_dir):
    """A desk at which version 1 serves, which is the shipped copy."""
    desk = open_desk(mlflow_uri)
    desk.promote(models_dir / "champion")
    desk.model = load_served_model(desk.settings, patience=20)
    assert (desk.model.source, desk.model.version) == ("registry", "1")
    return desk


def test_promoted_version_takes_over(desk, other, panel, caplog):
    caplog.set_level(logging.INFO, "bank_rs")
    with desk.following():
        assert desk.promote(other) == "2"
        wait(lambda: desk.model.version == "2")
    assert desk.count("model.swaps") == 1
    assert desk.model.sha256 == pipeline_sha256(other)
    expected = Champion.load(other).pipeline.predict_proba(panel)
    assert np.array_equal(desk.model.champion.pipeline.predict_proba(panel), expected)
    assert "version 2 serves in place of 1" in caplog.text


def test_rollback_takes_over_without_a_download(desk, other, tmp_path):
    with desk.following():
        desk.promote(other)
        wait(lambda: desk.model.version == "2")
        promotion = Promotion.from_settings(desk.settings)
        for version in ("1", "2", "1"):
            promotion.roll_back()
            wait(lambda version=version: desk.model.version == version)
    assert desk.count("model.swaps") == 4
    assert Shelf.from_settings(desk.settings).last().version == "1"


def test_next_start_finds_the_version_that_took_over(desk, other):
    with desk.following():
        desk.promote(other)
        wait(lambda: desk.model.version == "2")
    assert load_served_model(desk.settings, patience=20).version == "2"


def test_version_with_the_same_pipeline_is_no_swap(desk, models_dir):
    champion = desk.model.champion
    with desk.following():
        desk.promote(models_dir / "champion")
        wait(lambda: desk.model.version == "2")
    assert desk.model.champion is champion
    assert desk.count("model.swaps") == 0


@pytest.mark.parametrize(("said", "spoil"), FLAWS.items(), ids=lambda f: getattr(f, "__name__", ""))
def test_spoilt_version_is_refused_once_and_the_old_one_goes_on(
    said, spoil, open_desk, mlflow_uri, models_dir, other, tmp_path, caplog
):
    desk = open_desk(mlflow_uri)
    before = desk.model
    sha256 = pipeline_sha256(other)
    spoilt = copy(other, tmp_path / "spoilt")
    spoil(spoilt)
    with desk.following():
        desk.promote(spoilt, pipeline_sha256(spoilt) if said.startswith("does not") else sha256)
        wait(lambda: desk.count("model.refused"))
        assert desk.model is before
        # a good one is taken all the same, and the bad one is not tried again before
        version = desk.promote(models_dir / "champion")
        wait(lambda: desk.model.version == version)
    assert desk.count("model.refused") == 1
    (error,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert "is refused" in error.getMessage()
    assert not Shelf.from_settings(desk.settings).folder_of(sha256).exists()


def test_refused_version_is_tried_again_when_the_alias_comes_back(desk, other, tmp_path):
    spoilt = copy(other, tmp_path / "spoilt")
    edit_libraries(spoilt)
    promotion = Promotion.from_settings(desk.settings)
    with desk.following():
        desk.promote(spoilt)
        wait(lambda: desk.count("model.refused") == 1)
        promotion.promote("1")
        good = desk.promote(other)
        wait(lambda: desk.model.version == good)
        promotion.promote("2")
        wait(lambda: desk.model.version == "2")
    assert desk.count("model.refused") == 1


def test_version_that_cannot_be_downloaded_is_tried_again(desk, other, tmp_path):
    """As long as a file is where its folder is to be made."""
    shelf = Shelf.from_settings(desk.settings)
    shelf.discard(shelf.fetched)
    for path in shelf.fetched.iterdir():
        path.unlink()
    shelf.fetched.rmdir()
    shelf.fetched.touch()
    with desk.following():
        desk.promote(other)
        wait(lambda: desk.count("model.refused") == 1)
        assert desk.model.version == "1"
        shelf.fetched.unlink()
        wait(lambda: desk.model.version == "2")
    assert desk.count("model.refused") == 1


def test_spoilt_copy_on_the_shelf_is_fetched_anew(desk, other):
    fetched = copy(other, Shelf.from_settings(desk.settings).folder_of(pipeline_sha256(other)))
    edit_probability(fetched)
    with desk.following():
        desk.promote(other)
        wait(lambda: desk.model.version == "2")
    assert desk.count("model.refused") == 0


def test_version_without_a_hash_is_refused(desk, other, caplog):
    name = desk.settings.model_name
    version = register(desk.settings.tracking_uri, name, other)
    client = MlflowClient(desk.settings.tracking_uri)
    client.delete_model_version_tag(name, version, "sha256")
    with desk.following():
        client.set_registered_model_alias(name, "champion", version)
        wait(lambda: desk.count("model.refused"))
    assert desk.model.version == "1"
    assert "no SHA-256" in caplog.text


def test_removed_alias_changes_nothing(desk, caplog):
    client = MlflowClient(desk.settings.tracking_uri)
    with desk.following():
        client.delete_registered_model_alias(desk.settings.model_name, "champion")
        wait(lambda: "has no champion" in caplog.text)
    assert desk.model.version == "1"


@contextmanager
def _down(port):
    yield f"http://127.0.0.1:{port}"


@pytest.mark.parametrize("trouble", ["down", "slow", "wrong"])
def test_registry_in_trouble_is_one_warning(trouble, open_desk, closed_port, caplog):
    servers = {
        "down": _down(closed_port),
        "slow": silent_server(),
        "wrong": web_server(saying(b"<!doctype html>")),
    }
    with servers[trouble] as uri:
        desk = open_desk(uri)
        model = desk.model
        caplog.clear()
        with desk.following():
            wait(lambda: caplog.records)
    assert desk.model is model
    assert len([r for r in caplog.records if r.name.endswith("follower")]) == 1


def test_end_of_the_trouble_is_told(open_desk, caplog):
    caplog.set_level(logging.INFO, "bank_rs")
    bodies = [b"<!doctype html>"]

    def answer(request):
        saying(bodies[-1])(request)

    with web_server(answer) as uri:
        desk = open_desk(uri)
        with desk.following():
            wait(lambda: "bank_rs.service.following.follower" in {r.name for r in caplog.records})
            bodies.append(
                b'{"model_version": {"version": "3", "tags": [{"key": "sha256", "value": "%s"}]}}'
                % desk.model.sha256.encode()
            )
            wait(lambda: desk.model.version == "3")
    assert "names a champion again" in caplog.text


def test_fault_of_the_service_does_not_end_the_following(desk, other, caplog):
    class Faulty(Desk):
        faults = 1

        def swap(self, model):
            if self.faults:
                self.faults -= 1
                raise RuntimeError("a fault")
            super().swap(model)

    faulty = Faulty(desk.settings)
    with faulty.following():
        faulty.promote(other)
        wait(lambda: faulty.model.version == "2")
    assert "following champion failed" in caplog.text


def test_golden_records_get_one_answer_at_every_door(desk, other, panel):
    with desk.following():
        desk.promote(other)
        wait(lambda: desk.model.version == "2")
    rows = with_history(panel).sample(300, seed=3)
    champion, records = desk.model.champion, rows.to_dicts()
    histories = [history_of(row) for row in records]
    alone = np.stack([champion.probabilities(*c) for c in zip(records, histories, strict=True)])
    assert np.abs(champion.probabilities_of(records, histories) - alone).max() <= 1e-12
    assert np.abs(champion.pipeline.predict_proba(rows) - alone).max() <= 1e-12
