"""A real service, and what its log has of what it answered."""

import asyncio
import resource
import signal
import time
from contextlib import suppress
from pathlib import Path
from threading import Thread

import httpx2
import numpy as np
import psutil
import pytest

from bank_rs.catalog import CODES
from bank_rs.predictions.client_key import ClientKey
from bank_rs.predictions.columns import PROBABILITIES
from bank_rs.predictions.reading import scan_predictions
from bank_rs.predictions.sealing import journals
from bank_rs.settings import Settings
from tests.disks import mounted
from tests.graphite import running_graphite
from tests.service.metered import INTERVAL, total
from tests.service.recording.asking import Asking
from tests.waiting import wait_until

CONNECTIONS = 8
ENOUGH = 500
"""Answers after which a service under load is ended."""

MEGABYTE = 2**20


@pytest.fixture
def log(tmp_path):
    return tmp_path / "var" / "predictions"


def read(log):
    return scan_predictions(log).collect()


def ask(server, method, path, name, **body):
    headers = {"x-request-id": name}
    with httpx2.Client(base_url=server.url, trust_env=False, headers=headers) as client:
        found = client.request(method, path, **body)
    assert found.status_code == 200, found.text
    return found.json()


def offered(answer):
    return sum(answer[code] << bit for bit, code in enumerate(CODES))


@pytest.fixture
def load():
    """Asks in a thread until the service is gone; waits until it has answered enough."""

    def begin(server, bodies):
        asking = Asking()
        thread = Thread(
            target=lambda: asyncio.run(asking.send(server.address, bodies, CONNECTIONS))
        )
        thread.start()
        wait_until(lambda: len(asking.answered) >= ENOUGH)
        return asking, thread

    return begin


@pytest.fixture
def rows(last_month):
    return last_month.head(30)


def test_every_answer_is_logged_once_with_its_values(
    service, log, tmp_path, rows, raw_records, champion
):
    records = raw_records[: rows.height]
    with service() as server:
        singles = [
            ask(server, "POST", "/predict?lang=code", f"one-{place}", json=record)
            for place, record in enumerate(records)
        ]
        chances = [
            ask(server, "POST", "/predict_proba?lang=code", f"chance-{place}", json=record)
            for place, record in enumerate(records)
        ]
        batch = ask(server, "POST", "/predict/batch?lang=code", "batch", json=records)
        drawn = [
            ask(server, "GET", f"/random?seed={seed}&lang=code", f"random-{seed}")
            for seed in range(5)
        ]
        model = ask(server, "GET", "/model", "model")
        server.end()
    logged = read(log).sort("time")
    assert logged.height == 3 * rows.height + 5
    assert logged["sha256"].unique().to_list() == [model["sha256"]]
    assert logged["version"].unique().to_list() == [model["version"]]

    key = ClientKey.from_settings(Settings(_env_file=None, state_dir=tmp_path / "var"))
    features = champion.pipeline.steps[0][1].transform(rows)
    probabilities = [[answer[code] for code in CODES] for answer in chances]
    for kind in ("one", "chance", "batch"):
        found = logged.filter(logged["request_id"].str.starts_with(kind))
        assert found["client"].to_list() == [key.of(client) for client in rows["id"]]
        assert found["month"].to_list() == rows["fetch_date"].to_list()
        assert found["offered"].to_list() == list(map(offered, singles))
        assert np.array_equal(
            found.select(champion.feature_names).to_numpy(), features, equal_nan=True
        )
        assert np.array_equal(
            found.select(PROBABILITIES).to_numpy(), np.array(probabilities, np.float32)
        )
    assert [offered(entry["prediction"]) for entry in batch] == list(map(offered, singles))
    found = logged.filter(logged["request_id"].str.starts_with("random"))
    assert found["offered"].to_list() == [offered(one["prediction"]) for one in drawn]
    assert found["client"].to_list() == [key.of(int(one["client"]["ncodpers"])) for one in drawn]


@pytest.mark.parametrize("workers", [1, 2])
def test_end_under_load_loses_nothing(service, log, load, bodies, workers):
    with service(workers=workers) as server:
        asking, thread = load(server, bodies)
        assert server.end() == 0
        thread.join()
    names = read(log)["request_id"]
    assert names.is_unique().all()
    assert set(asking.answered) <= set(names)
    assert not journals(log)


@pytest.mark.parametrize("workers", [1, 2])
def test_kill_under_load_loses_the_last_second_at_most(service, log, load, bodies, workers):
    with service(workers=workers) as server:
        asking, thread = load(server, bodies)
        wait_until(lambda: older_than_a_second(asking, time.monotonic()))
        family = psutil.Process(server.process.pid).children(recursive=True)
        killed = time.monotonic()
        for process in (server.process, *family):
            process.send_signal(signal.SIGKILL)
        psutil.wait_procs(family)
        thread.join()
    wanted = older_than_a_second(asking, killed)
    names = read(log)["request_id"]
    assert wanted <= set(names)
    assert names.is_unique().all()
    assert journals(log)
    with service(workers=workers):
        wait_until(lambda: not journals(log))
        assert read(log)["request_id"].sort().equals(names.sort())


def older_than_a_second(asking, now):
    return {name for name, answered in asking.answered.copy().items() if answered < now - 1}


def test_worker_that_is_killed_is_sealed_by_its_heir(service, log, load, bodies):
    with service(workers=2) as server:
        _, thread = load(server, bodies)
        first = psutil.Process(server.process.pid).children()
        worker = next(child for child in first if child.net_connections("tcp"))
        wait_until(lambda: journals(log))
        worker.kill()
        wait_until(lambda: list(log.glob("day=*/*.parquet")))
        server.end()
        thread.join()
    assert not journals(log)
    assert read(log)["request_id"].is_unique().all()


def test_share_of_nothing_makes_nothing(service, log, tmp_path, records):
    with service(log_share=0) as server:
        ask(server, "POST", "/predict", "one", json=records[0])
        assert server.end() == 0
    assert not log.exists()
    assert not (tmp_path / "var" / "client.key").exists()


def test_folder_that_cannot_be_written_ends_nothing(service, tmp_path, records):
    (tmp_path / "file").write_text("")
    with service(log_dir=tmp_path / "file" / "log") as server:
        wait_until(lambda: server.said("the prediction log stops"))
        ask(server, "POST", "/predict", "one", json=records[0])
        assert server.end() == 0


@pytest.fixture(scope="module")
def fine_graphite(tmp_path_factory):
    with running_graphite(tmp_path_factory.mktemp("graphite"), INTERVAL) as graphite:
        yield graphite


def test_disk_that_refuses_stops_the_log_and_not_the_service(service, log, records, fine_graphite):
    pushing = {
        "graphite_port": fine_graphite.settings.graphite_port,
        "metrics_interval": INTERVAL,
        "metrics_prefix": "refusing",
    }
    with service(**pushing) as server:
        ask(server, "POST", "/predict", "first", json=records[0])
        wait_until(lambda: journals(log))
        pid = server.process.pid
        _, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        # from here on a write fails, in part, that makes a file larger
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (100_000, hard))
        asked = 1
        while not server.said("the prediction log stops"):
            ask(server, "POST", "/predict/batch", f"full-{asked}", json=records)
            asked += len(records)
        before = read_names(log)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (hard, hard))
        while not server.said("the prediction log goes on"):
            ask(server, "POST", "/predict/batch", f"again-{asked}", json=records)
            asked += len(records)
        ask(server, "POST", "/predict", "last", json=records[0])
        assert server.end() == 0
    names = read_names(log)
    assert "first" in before
    assert set(before) <= set(names)
    assert names.count("last") == 1
    assert asked + 1 > len(names)
    counts = {
        name: total(fine_graphite, f"refusing.predictions.{name}") for name in ("logged", "dropped")
    }
    assert counts == {"logged": len(names), "dropped": asked + 1 - len(names)}


def read_names(log):
    return scan_predictions(log).select("request_id").collect()["request_id"].to_list()


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 80 MB."""
    with mounted(tmp_path / "disk", "80m") as folder:
        yield folder


def test_disk_that_is_full_stops_the_log_and_not_the_service(service, small_disk, records):
    log = small_disk / "log"
    with service(log_dir=log) as server:
        ask(server, "POST", "/predict", "before", json=records[0])
        wait_until(log.exists)
        wait_until(lambda: journals(log))
        fill(small_disk / "ballast")
        wait_until(lambda: server.said("the prediction log stops"))
        ask(server, "POST", "/predict", "while", json=records[0])
        (small_disk / "ballast").unlink()

        def goes_on():
            ask(server, "POST", "/predict", "after", json=records[0])
            return server.said("the prediction log goes on")

        wait_until(goes_on)
        assert server.end() == 0
    names = read_names(log)
    assert names.count("before") == 1
    assert "while" not in names
    assert "after" in names


def fill(path: Path) -> None:
    with path.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(MEGABYTE))
