import pytest
from drift_bank import PLANTS, UNTIL, Log

from bank_rs.data.panel import with_history
from bank_rs.loop.drift.watch import LEAST_ROWS, NoReferenceError, watch
from bank_rs.model.reference import REFERENCE_FILE, Reference
from bank_rs.predictions.reading import NoPredictionsError
from bank_rs.registry.fetch import FetchError
from bank_rs.registry.identity import pipeline_sha256
from bank_rs.registry.shelf import Shelf
from bank_rs.settings import Settings
from tests.registry.releases import register


@pytest.fixture(scope="module")
def log(weeks, shipped, tmp_path_factory):
    folder = tmp_path_factory.mktemp("log")
    Log(folder, shipped).write(weeks[0].head(2 * LEAST_ROWS))
    return folder


@pytest.fixture
def settings(log, tmp_path, closed_port):
    return Settings(
        _env_file=None,
        log_dir=log,
        models_dir=tmp_path / "models",
        state_dir=tmp_path / "state",
        mlflow_tracking_uri=f"http://127.0.0.1:{closed_port}",
    )


def test_week_is_judged_and_a_day_of_few_is_not(settings, model):
    day, week = watch(settings, UNTIL, model).windows
    assert (day.window, day.judged, day.alarms) == ("day", False, ())
    assert 0 < day.rows < LEAST_ROWS
    assert (week.window, week.judged, week.rows) == ("week", True, 2 * LEAST_ROWS)
    assert (week.version, week.until) == ("1", UNTIL)


def test_log_that_is_empty_is_said_so(settings, model, tmp_path):
    empty = settings.model_copy(update={"log_dir": tmp_path / "none"})
    with pytest.raises(NoPredictionsError, match="holds no predictions"):
        watch(empty, UNTIL, model)


@pytest.fixture
def answered(settings, training, models_dir, panel, tmp_path):
    """Settings of a log that a model of the fixtures has answered."""
    sha256 = pipeline_sha256(models_dir / "champion")
    newest = with_history(panel).filter(panel["fetch_date"] == panel["fetch_date"].max())
    Log(tmp_path / "log", training.champion, sha256).write(newest)
    return settings.model_copy(update={"log_dir": tmp_path / "log"})


def test_model_is_found_on_this_machine(answered, models_dir):
    here = answered.model_copy(update={"models_dir": models_dir})
    assert [window.alarms for window in watch(here, UNTIL).windows] == [(), ()]


def test_model_is_fetched_from_the_registry_with_its_reference(
    answered, models_dir, mlflow_uri, training
):
    register(mlflow_uri, "test-drift", models_dir / "champion")
    given = {"mlflow_tracking_uri": mlflow_uri, "model_name": "test-drift"}
    there = answered.model_copy(update=given)
    week = watch(there, UNTIL).windows[1]
    assert (week.judged, week.alarms) == (True, ())
    fetched = Shelf.from_settings(there).folder_of(week.sha256)
    assert Reference.read(fetched) == training.champion.reference


def test_model_that_is_nowhere_is_said_so(settings):
    with pytest.raises(FetchError, match="version 1 of bank-rs cannot be downloaded"):
        watch(settings, UNTIL)


def test_model_without_a_reference_is_said_so(settings, tmp_path):
    with pytest.raises(NoReferenceError, match="'bank-rs reference'"):
        watch(settings, UNTIL, tmp_path)
    (tmp_path / REFERENCE_FILE).write_text("{")
    with pytest.raises(NoReferenceError, match="is not whole"):
        watch(settings, UNTIL, tmp_path)


def test_drift_of_the_log_is_found(settings, model, weeks, shipped, tmp_path):
    plant, reading = PLANTS["20 % of ages null"]
    Log(tmp_path / "log", shipped).write(plant(weeks[0].head(2000)))
    found = watch(settings.model_copy(update={"log_dir": tmp_path / "log"}), UNTIL, model)
    assert [alarm.name for alarm in found.windows[1].alarms] == [reading]
