import gc
import weakref
from functools import partial

import pytest

from bank_rs.model.champion import Champion
from bank_rs.predictions.client_key import ClientKey, ClientKeyError
from bank_rs.predictions.reading import NoPredictionsError, scan_predictions
from bank_rs.predictions.sealing import journals
from bank_rs.service.following.served import ServedModel
from bank_rs.service.metering.metrics import Metrics
from bank_rs.service.recording import prediction_log
from bank_rs.service.recording.prediction_log import PredictionLog
from bank_rs.settings import Settings
from tests.service.taken import take
from tests.waiting import wait_until

KEY = ClientKey(b"k" * 24)


@pytest.fixture
def metrics():
    return Metrics()


@pytest.fixture
def make(tmp_path, metrics):
    return partial(PredictionLog, tmp_path / "log", lambda: KEY, metrics)


def read(tmp_path):
    try:
        return scan_predictions(tmp_path / "log").collect()
    except NoPredictionsError:
        return []


def counts(metrics):
    readings = take(metrics)
    return readings["predictions.logged"], readings["predictions.dropped"]


def test_what_is_noted_is_read_a_moment_later(make, tmp_path, metrics, asked, answer, served):
    log = make()
    with log.running():
        log.note(answer(asked, served))
        wait_until(lambda: len(read(tmp_path)) == len(asked), 5)
        assert len(journals(tmp_path / "log")) == 1
    assert counts(metrics) == (len(asked), 0)


def test_what_is_noted_last_is_sealed_at_the_end(make, tmp_path, asked, answer, served):
    log = make()
    with log.running():
        for place in range(0, 300, 10):
            log.note(answer(asked[place : place + 10], served))
    assert not journals(tmp_path / "log")
    assert sorted(read(tmp_path)["request_id"]) == sorted(one.request_id for one in asked)


def test_journal_is_sealed_when_it_is_old(make, tmp_path, asked, answer, served):
    log = make(seconds=0.3)
    with log.running():
        log.note(answer(asked, served))
        wait_until(lambda: len(read(tmp_path)) and not journals(tmp_path / "log"), 5)


def test_journal_is_sealed_when_another_model_answers(make, tmp_path, asked, answer, served, other):
    log = make()
    with log.running():
        log.note(answer(asked[:5], served))
        wait_until(lambda: len(read(tmp_path)) == 5)
        log.note(answer(asked[5:9], other))
        wait_until(lambda: list((tmp_path / "log").glob("day=*/*.parquet")), 5)
    assert sorted(read(tmp_path)["version"]) == ["7"] * 5 + ["8"] * 4


def test_model_that_answers_no_more_is_let_go(make, tmp_path, models_dir, asked, answer, served):
    log = make()
    model = ServedModel(Champion.load(models_dir / "champion"), "9", "registry")
    pipeline = weakref.ref(model.champion.pipeline)
    with log.running():
        log.note(answer(asked[:1], model))
        wait_until(lambda: len(read(tmp_path)) == 1)
        del model
        assert pipeline() is not None
        log.note(answer(asked[1:2], served))

        def is_gone():
            gc.collect()
            return pipeline() is None

        wait_until(is_gone)


def test_share_is_of_clients(make, tmp_path, metrics, asked, answer, served):
    log = make(share=0.5)
    with log.running():
        log.note(answer(asked, served))
    logged = len(read(tmp_path))
    assert counts(metrics) == (logged, 0)
    assert len(asked) / 3 < logged < len(asked) * 2 / 3


def test_folder_that_cannot_be_written_is_told_of_once(
    make, tmp_path, metrics, asked, answer, served, caplog
):
    (tmp_path / "log").write_text("")
    log = make()
    with log.running():
        wait_until(lambda: "cannot be written to" in caplog.text, 5)
        for _ in range(3):
            log.note(answer(asked[:10], served))
    assert caplog.text.count("the prediction log stops") == 1
    assert counts(metrics) == (0, 30)


def test_log_goes_on_when_the_folder_can_be_written_again(
    make, tmp_path, metrics, asked, answer, served, caplog, monkeypatch
):
    caplog.set_level("INFO")
    monkeypatch.setattr(prediction_log, "PAUSE", 0.1)
    (tmp_path / "log").write_text("")
    log = make()
    with log.running():
        wait_until(lambda: "the prediction log stops" in caplog.text, 5)
        (tmp_path / "log").unlink()

        def goes_on():
            log.note(answer(asked[:1], served))
            return "the prediction log goes on" in caplog.text

        wait_until(goes_on, 5)
    assert caplog.text.count("the prediction log stops") == 1
    assert len(read(tmp_path)) == counts(metrics)[0] > 0


def test_log_that_falls_behind_counts_what_it_lets_go(
    make, tmp_path, metrics, asked, answer, served
):
    log = make()
    for _ in range(40):
        log.note(answer(asked, served))
    with log.running():
        pass
    logged, dropped = counts(metrics)
    assert logged + dropped == 40 * len(asked)
    assert logged == len(read(tmp_path)) == 33 * len(asked)


def test_key_that_is_set_wrongly_is_refused(tmp_path, metrics):
    settings = Settings(_env_file=None, state_dir=tmp_path, client_key="short")
    with pytest.raises(ClientKeyError, match="BANK_RS_CLIENT_KEY"):
        PredictionLog.from_settings(settings, metrics)


def test_key_that_cannot_be_kept_stops_the_log_alone(
    tmp_path, metrics, asked, answer, served, caplog
):
    (tmp_path / "state").write_text("")
    settings = Settings(_env_file=None, state_dir=tmp_path / "state", log_dir=tmp_path / "log")
    log = PredictionLog.from_settings(settings, metrics)
    with log.running():
        log.note(answer(asked, served))
    assert "the prediction log stops" in caplog.text
    assert counts(metrics) == (0, len(asked))
