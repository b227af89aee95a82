"""The follower of the challenger: its place may be empty, and the alias alone fills it."""

import logging
from contextlib import contextmanager
from functools import partial

import pytest

from bank_rs.registry.promotion import Promotion
from bank_rs.registry.shelf import Shelf
from bank_rs.registry.source import ModelSource
from bank_rs.service.following.follower import Follower
from bank_rs.service.metering.metrics import Metrics
from bank_rs.settings import Settings
from tests.registry.releases import edit_probability, other_model, register
from tests.service.taken import take
from tests.waiting import wait_until

wait = partial(wait_until, seconds=60)


@pytest.fixture(scope="module")
def folders(models_dir, tmp_path_factory):
    """The shipped model, another, and one that answers its golden records wrongly."""
    new = tmp_path_factory.mktemp("others")
    shipped = models_dir / "champion"
    other, spoilt = other_model(shipped, new / "other"), other_model(shipped, new / "spoilt")
    edit_probability(spoilt)
    return shipped, other, spoilt


@pytest.fixture(scope="module")
def versions(mlflow_uri, folders):
    return [register(mlflow_uri, "trial-follower", folder) for folder in folders]


class Place:
    """Where the service would try a challenger."""

    def __init__(self, settings):
        self.promotion = Promotion.from_settings(settings.of_challenger)
        self.settings = settings
        self.model = None
        self.metrics = Metrics()
        self.metrics.note_challenger(None)
        self.events = {}

    def put(self, model):
        self.model = model

    def has(self, version):
        return self.model is not None and self.model.version == version

    def count(self, event):
        for name, value in take(self.metrics).items():
            self.events[name] = self.events.get(name, 0) + value
        return self.events[event]

    @contextmanager
    def following(self):
        settings, drop = self.settings.of_challenger, partial(self.put, None)
        metrics = self.metrics
        follower = Follower(settings, lambda: self.model, self.put, metrics, drop, "challenger")
        with follower.running():
            yield


@pytest.fixture
def place(mlflow_uri, versions, models_dir, tmp_path):
    settings = Settings(
        _env_file=None,
        MLFLOW_TRACKING_URI=mlflow_uri,
        model_name="trial-follower",
        models_dir=models_dir,
        state_dir=tmp_path / "var",
        poll_seconds=0.05,
    )
    place = Place(settings)
    yield place
    if place.promotion.now():
        place.promotion.withdraw()


def test_challenger_comes_and_goes_with_its_alias(place, caplog):
    caplog.set_level(logging.INFO, "bank_rs")
    with place.following():
        place.promotion.promote("2")
        wait(lambda: place.has("2"))
        place.promotion.withdraw()
        wait(lambda: place.model is None)
    assert place.count("challenger.swaps") == 2
    assert place.count("model.swaps") == 0
    assert "version 2 is the challenger no more" in caplog.text
    assert not [record for record in caplog.records if record.levelno > logging.INFO]


def test_challengers_have_a_folder_of_their_own(place, tmp_path):
    with place.following():
        place.promotion.promote("2")
        wait(lambda: place.has("2"))
    shelf = Shelf.from_settings(place.settings.of_challenger)
    assert shelf.folder_of(place.model.sha256).parent == tmp_path / "var" / "challenger"
    assert shelf.folder_of(place.model.sha256).exists()
    assert not (tmp_path / "var" / "champion").exists()


def test_refused_challenger_leaves_none_and_is_told_of_once(place, caplog):
    with place.following():
        place.promotion.promote("2")
        wait(lambda: place.has("2"))
        place.promotion.promote("3")
        wait(lambda: place.count("challenger.refused") == 1)
        assert place.model is None
        place.promotion.promote("2")
        wait(lambda: place.has("2"))
    assert place.count("challenger.refused") == 1
    (error,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert "version 3 is refused, there is no challenger" in error.getMessage()


def test_challenger_whose_alias_goes_during_its_download_never_serves(place, monkeypatch):
    download, seen = ModelSource.fetched, []

    def withdrawn_meanwhile(source, version, stopping):
        release = download(source, version, stopping)
        if not seen:
            place.promotion.withdraw()
        seen.append(version)
        return release

    put = []
    monkeypatch.setattr(ModelSource, "fetched", withdrawn_meanwhile)
    monkeypatch.setattr(place, "put", put.append)
    place.promotion.promote("2")
    with place.following():
        wait(lambda: seen)
    assert put == []
