import os
from contextlib import closing
from functools import partial

import psutil
import pytest

from bank_rs.dashboards.targets import ALL_INSTANCES, PREFIX, added
from bank_rs.service.metering.board import Board
from bank_rs.service.metering.metrics import Metrics
from bank_rs.service.metering.pushing import InstanceNameError, pushing, root
from bank_rs.service.metering.replica import Replica
from bank_rs.service.metering.system import System
from bank_rs.settings import Settings
from tests.graphite import running_graphite
from tests.service.carbon import Carbon
from tests.service.metered import INTERVAL, metered, send, simulated_bodies, total
from tests.waiting import wait_until

HOUR = 3600
VARIABLE = "BANK_RS_METRICS_INSTANCE"


def settings_of(instance, **settings):
    return Settings(_env_file=None, metrics_instance=instance, **settings)


@pytest.mark.parametrize(
    ("instance", "expected"),
    [("", "bank-rs"), ("web-1", "bank-rs.web-1"), ("x{hostname}", "bank-rs.xa-b")],
)
def test_root_has_the_instance_where_there_is_one(monkeypatch, instance, expected):
    monkeypatch.setattr("bank_rs.service.metering.pushing.gethostname", lambda: "a.b")
    assert root(settings_of(instance)) == expected


@pytest.mark.parametrize(
    ("instance", "first", "second"),
    [
        ("{replica}", "bank-rs", "bank-rs.2"),
        ("web-{replica}", "bank-rs.web-1", "bank-rs.web-2"),
        ("web-1", "bank-rs.web-1", "bank-rs.web-1"),
    ],
)
def test_root_has_the_number_but_for_the_first_that_has_nothing_else(instance, first, second):
    settings = settings_of(instance)
    assert (root(settings), root(settings, 2)) == (first, second)


@pytest.mark.parametrize("instance", ["system", "target", "clients"])
def test_root_refuses_the_name_of_a_metric(instance):
    with pytest.raises(InstanceNameError, match="choose another"):
        root(settings_of(instance))


@pytest.fixture
def carbon():
    carbon = Carbon()
    with carbon.listening():
        yield carbon


def run_once(settings, times):
    """An instance that ends before its first push was due."""
    metrics = Metrics(Board.make(1, settings.metrics_interval))
    with pushing(settings, metrics.board, System(), metrics):
        for _ in range(times):
            metrics.count_response("/", 200, 1.0)


def test_restarts_within_one_interval_share_no_slot(carbon, tmp_path):
    port = {"graphite_port": carbon.port, "metrics_interval": HOUR}
    settings = settings_of("{replica}", state_dir=tmp_path, **port)
    for times in (1, 2, 4):
        run_once(settings, times)
    names = [f"{root(settings, number)}.response_code.200" for number in (1, 2, 3)]
    graphite = {(name, slot): int(value) for name, value, slot in carbon.lines if name in names}
    assert sum(graphite.values()) == 1 + 2 + 4


def test_workers_are_told_the_name_of_their_instance_while_it_pushes(carbon, tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, "web-{replica}")
    settings = Settings(_env_file=None, state_dir=tmp_path, graphite_port=carbon.port)
    board = Board.make(2, HOUR)
    with pushing(settings, board, System()):
        assert root(Settings(_env_file=None)) == "bank-rs.web-1"
        assert os.environ[VARIABLE] == "web-1"
    assert os.environ[VARIABLE] == "web-{replica}"


def test_instance_without_a_number_pushes_nothing_and_says_so(carbon, tmp_path, caplog):
    (tmp_path / "file").touch()
    settings = settings_of(
        "{replica}", state_dir=tmp_path / "file", graphite_port=carbon.port, metrics_interval=HOUR
    )
    run_once(settings, 3)
    assert carbon.lines == []
    assert "no metrics are pushed: the number of this instance cannot be kept" in caplog.text


@pytest.fixture(scope="module")
def graphite(tmp_path_factory):
    with running_graphite(tmp_path_factory.mktemp("graphite"), INTERVAL) as graphite:
        yield graphite


@pytest.fixture(scope="module")
def bodies():
    return simulated_bodies(100)


@pytest.fixture
def replica(graphite, models_dir, closed_port, tmp_path, monkeypatch):
    """Starts one of several services with the same environment and one state folder."""
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"http://127.0.0.1:{closed_port}")

    def start(prefix, log, **settings):
        (tmp_path / log).mkdir()
        shared = {"metrics_instance": "{replica}", "state_dir": tmp_path}
        given = shared | {"metrics_prefix": prefix} | settings
        return metered(graphite, tmp_path / log, models_dir, **given)

    return start


def answered(graphite, instance):
    return total(graphite, f"{instance}.endpoint.predict.response_code.200")


def ask(server, bodies):
    send(server, [("/predict", body) for body in bodies])


def test_replicas_push_under_numbers_and_add_up(graphite, replica, bodies):
    with replica("many", "one", workers=1) as first, replica("many", "two", workers=2) as second:
        ask(first, bodies)
        ask(second, bodies * 2)
        assert first.end() == second.end() == 0
    wait_until(lambda: (answered(graphite, "many"), answered(graphite, "many.2")) == (100, 200))
    graphite.store([])  # between carbon's cache and its file a point is in neither
    shown = added("endpoint.predict.response_code.200").replace(PREFIX, "many")
    assert total(graphite, shown.replace("$instance", ALL_INSTANCES)) == 300
    assert total(graphite, shown.replace("$instance", "2")) == 200


def test_replica_that_is_killed_is_taken_over_and_restarted_under_its_number(
    graphite, replica, bodies, tmp_path
):
    first = settings_of("{replica}", metrics_prefix="killed", state_dir=tmp_path)
    with closing(Replica.hold(tmp_path / "replicas", partial(root, first), INTERVAL)):
        with replica("killed", "before", workers=2, drain_seconds=3) as server:
            ask(server, bodies)
            workers = psutil.Process(server.process.pid).children()
            server.process.kill()
            ask(server, bodies)
            psutil.wait_procs(workers, 30)
        wait_until(lambda: answered(graphite, "killed.2") == 200)
        with replica("killed", "after", workers=1) as server:
            ask(server, bodies)
            assert server.end() == 0
        wait_until(lambda: answered(graphite, "killed.2") == 300)
    graphite.store([])  # between carbon's cache and its file a point is in neither
    assert answered(graphite, "killed.*") == 300
    assert answered(graphite, "killed") == 0
