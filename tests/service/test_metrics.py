"""What Graphite shows of a service with two workers: exactly what it answered."""

import json
import os
import signal
from collections import Counter
from functools import partial

import psutil
import pytest

from bank_rs.catalog import PRODUCTS
from bank_rs.service.metering.catalogue import CATALOGUE, names
from tests.graphite import running_graphite
from tests.service.metered import INTERVAL, metered, send, simulated_bodies, total
from tests.waiting import wait_until

REQUESTS = 10_000
OTHERS = ("outcome", "drift", "challenger", "canary", "shadow")
"""What commands push, or a service in which a challenger is tried."""


@pytest.fixture(scope="module")
def graphite(tmp_path_factory):
    with running_graphite(tmp_path_factory.mktemp("graphite"), INTERVAL) as graphite:
        yield graphite


@pytest.fixture(scope="module")
def bodies():
    return simulated_bodies(500)


@pytest.fixture
def service(graphite, models_dir, closed_port, tmp_path, monkeypatch):
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"http://127.0.0.1:{closed_port}")
    return partial(metered, graphite, tmp_path, models_dir)


def drawn(bodies, number):
    """Most of them good, some refused, some to nowhere."""
    paths = ["/predict"] * 17 + ["/recommend", "/predict", "/nowhere"]
    return [
        (paths[i % len(paths)], b"{" if i % 20 == 18 else bodies[i % len(bodies)])
        for i in range(number)
    ]


def positives(answers):
    """Answers of 1 by Russian name."""
    found = (json.loads(body) for status, body in answers if status == "200")
    offers = Counter()
    for answer in found:
        if isinstance(answer, dict):
            offers.update(name for name, value in answer.items() if value == 1)
    return offers


def test_counts_of_two_workers_are_exact(graphite, service, bodies):
    with service(metrics_prefix="exact") as server:
        answers = send(server, drawn(bodies, REQUESTS))
        assert server.end() == 0
    asked = sum(1 for line in server.accesses())
    wait_until(lambda: total(graphite, "exact.response_code.*") == asked)
    graphite.store([])  # between carbon's cache and its file a point is in neither
    assert total(graphite, "exact.endpoint.health.response_code.*") == asked - REQUESTS
    for code, count in Counter(status for status, _ in answers).items():
        shown = total(graphite, f"exact.response_code.{code}")
        assert shown - total(graphite, f"exact.endpoint.health.response_code.{code}") == count
    assert total(graphite, "exact.clients") == REQUESTS * 9 / 10


def test_targets_are_exactly_the_positives_of_the_answers(graphite, service, bodies):
    with service(metrics_prefix="targets") as server:
        answers = send(server, [("/predict", body) for body in bodies * 4])
        assert server.end() == 0
    expected = positives(answers)
    assert sum(expected.values()) > 0
    wait_until(lambda: total(graphite, "targets.target.*") == sum(expected.values()))
    graphite.store([])  # between carbon's cache and its file a point is in neither
    for product in PRODUCTS:
        assert total(graphite, f"targets.target.{product.slug}") == expected[product.ru]


def workers_of(server):
    processes = psutil.Process(server.process.pid).children()
    running = [each for each in processes if each.status() != psutil.STATUS_ZOMBIE]
    return [process for process in running if "spawn_main" in " ".join(process.cmdline())]


def test_worker_that_is_killed_takes_no_count_with_it(graphite, service, bodies):
    with service(metrics_prefix="killed") as server:
        for _ in range(2):
            send(server, [("/predict", body) for body in bodies])
            workers_of(server)[0].kill()
            wait_until(lambda: len(workers_of(server)) == 2)
            wait_until(server.is_ready)
        assert server.end() == 0
    shown = "killed.endpoint.predict.response_code.200"
    wait_until(lambda: total(graphite, shown) == 2 * len(bodies))


def test_worker_takes_over_from_a_supervisor_that_is_killed(graphite, service, bodies):
    with service(metrics_prefix="orphans", drain_seconds=3) as server:
        send(server, [("/predict", body) for body in bodies])
        workers = workers_of(server)
        os.kill(server.process.pid, signal.SIGKILL)
        send(server, [("/predict", body) for body in bodies[:100]])
        psutil.wait_procs(workers, 30)
    shown = "orphans.endpoint.predict.response_code.200"
    wait_until(lambda: total(graphite, shown) == len(bodies) + 100)


def test_instances_push_under_names_of_their_own(graphite, service, bodies):
    for number, instance in enumerate(("web-1", "web-2"), start=1):
        settings = {"metrics_prefix": "many", "metrics_instance": instance, "workers": 1}
        with service(**settings) as server:
            send(server, [("/predict", body) for body in bodies[: 100 * number]])
            assert server.end() == 0
    shown = "many.{}.endpoint.predict.response_code.200"
    wait_until(lambda: total(graphite, shown.format("*")) == 300)
    graphite.store([])  # between carbon's cache and its file a point is in neither
    assert total(graphite, shown.format("web-1")) == 100


def test_service_pushes_the_whole_catalogue_and_nothing_else(graphite, service, bodies):
    with service(metrics_prefix="whole") as server:
        for path in ("/", "/random", "/model", "/products", "/docs", "/nowhere", "/dashboard"):
            server.get(path, timeout=60)
        paths = ("/predict", "/predict_proba", "/recommend", "/explain")
        send(server, [(path, bodies[0]) for path in paths])
        send(server, [("/predict/batch", b"[%b]" % bodies[0])])
        assert server.end() == 0
    folder = graphite.whisper / "whole"
    expected = {name for name in names(()) if not name.startswith(OTHERS)}
    wait_until(lambda: expected <= pushed(folder))
    patterns = {metric.name.split(".")[0] for metric in CATALOGUE} - set(OTHERS)
    assert {name.split(".")[0] for name in pushed(folder)} == patterns
    codes = {name for name in pushed(folder) if "response_code." in name}
    assert pushed(folder) - codes == expected


def pushed(folder):
    files = (file.relative_to(folder).with_suffix("") for file in folder.rglob("*.wsp"))
    return {".".join(file.parts) for file in files}


def test_service_without_metrics_pushes_nothing(graphite, service, bodies):
    with service(metrics_prefix="without", metrics="false") as server:
        assert {status for status, _ in send(server, [("/predict", bodies[0])])} == {"200"}
        assert server.end() == 0
    with service(metrics_prefix="with") as server:
        assert server.end() == 0
    wait_until((graphite.whisper / "with").exists)
    assert not (graphite.whisper / "without").exists()


def test_service_called_like_a_metric_does_not_start(service, tmp_path):
    with pytest.raises(AssertionError), service(metrics_instance="system"):
        pass
    assert "choose another" in (tmp_path / "log").read_text()
