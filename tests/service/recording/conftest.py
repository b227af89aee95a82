import json

import numpy as np
import pytest

from bank_rs.data.record import ClientRecord
from bank_rs.data.simulation import random_record
from bank_rs.service.answering.scored import Answered, Asked, HistoryUsed
from bank_rs.service.answering.scorer import Scorer
from bank_rs.service.following.served import ServedModel
from bank_rs.service.metering.meter import Unmetered
from tests.service.metered import BANK_RS
from tests.service.server import serving


@pytest.fixture(scope="session")
def served(champion):
    return ServedModel(champion, "7", "registry", sha256="ab" * 32)


@pytest.fixture(scope="session")
def other(champion):
    """The same model under another name."""
    return ServedModel(champion, "8", "registry", sha256="cd" * 32)


@pytest.fixture(scope="session")
def records():
    rng = np.random.default_rng(11)
    return [random_record(rng) for _ in range(300)]


@pytest.fixture(scope="session")
def bodies(records):
    return [json.dumps(record).encode() for record in records]


@pytest.fixture(scope="session")
def asked(records):
    return [
        Asked(ClientRecord.model_validate(record).values(), (), HistoryUsed.NONE, f"ask-{place}")
        for place, record in enumerate(records)
    ]


@pytest.fixture(scope="session")
def answer():
    """What a listener hears when some are answered together."""

    def answered(asked, model) -> Answered:
        heard = []
        Scorer(model, Unmetered(), [heard.append]).score_all(asked, model)
        return heard[0]

    return answered


@pytest.fixture
def service(models_dir, closed_port, tmp_path, monkeypatch):
    """Starts the real one, with its log in ``predictions`` of the state folder."""
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"http://127.0.0.1:{closed_port}")
    settings = {
        "models_dir": models_dir,
        "state_dir": tmp_path / "var",
        "graphite_port": closed_port,
        "drain_seconds": 0,
    }

    def serve(**given):
        return serving(tmp_path / "service.log", BANK_RS, "serve", **settings | given)

    return serve
