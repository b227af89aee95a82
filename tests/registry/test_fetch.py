from threading import Event, Thread

import psutil
import pytest

from bank_rs.registry.fetch import FetchError, fetch
from bank_rs.registry.identity import pipeline_sha256
from tests.registry.releases import register
from tests.registry.web_server import saying, silent_server, web_server


@pytest.fixture(scope="module")
def name(mlflow_uri, models_dir):
    register(mlflow_uri, "test-fetch", models_dir / "champion")
    return "test-fetch"


def test_fetched_folder_is_the_registered_one(mlflow_uri, name, models_dir, tmp_path):
    folder = tmp_path / "cache" / "model"
    fetch(mlflow_uri, name, "1", folder, Event())
    for path in (models_dir / "champion").iterdir():
        assert (folder / path.name).read_bytes() == path.read_bytes()
    assert {path.name for path in folder.parent.iterdir()} == {"model", "download.lock"}


def test_workers_that_fetch_at_once_all_find_it(mlflow_uri, name, models_dir, tmp_path):
    folder = tmp_path / "cache" / "model"
    workers = [
        Thread(target=fetch, args=(mlflow_uri, name, "1", folder, Event())) for _ in range(3)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert pipeline_sha256(folder) == pipeline_sha256(models_dir / "champion")


def test_what_a_killed_download_left_is_no_hindrance(mlflow_uri, name, tmp_path):
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "model.skops").write_bytes(b"half of it")
    fetch(mlflow_uri, name, "1", tmp_path / "model", Event())
    assert not (tmp_path / "new").exists()


def test_version_that_does_not_exist_is_one_sentence(mlflow_uri, name, tmp_path):
    with pytest.raises(FetchError, match="version 99 of test-fetch cannot be downloaded") as error:
        fetch(mlflow_uri, name, "99", tmp_path / "model", Event())
    assert "\n" not in str(error.value)
    assert not (tmp_path / "model").exists()


def test_wrong_server_is_one_sentence(tmp_path):
    with web_server(saying(b"<html>")) as uri, pytest.raises(FetchError, match="cannot be down"):
        fetch(uri, "bank-rs", "1", tmp_path / "model", Event())


def test_folder_that_cannot_be_written_is_one_sentence(mlflow_uri, name, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(FetchError, match=r"whether .* can be written"):
        fetch(mlflow_uri, name, "1", tmp_path / "file" / "model", Event())


def test_download_is_given_up_when_the_service_stops(tmp_path):
    stopping = Event()
    stopping.set()
    with silent_server() as uri, pytest.raises(FetchError):
        fetch(uri, "bank-rs", "1", tmp_path / "model", stopping)
    commands = [child.cmdline() for child in psutil.Process().children()]
    assert not [command for command in commands if "bank_rs.registry.download" in command]
