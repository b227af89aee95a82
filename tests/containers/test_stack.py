import json
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import httpx2
import pytest

from tests.containers.counting import predictions
from tests.containers.engine import ROOT
from tests.containers.smoking import smoke
from tests.containers.stack import CORE, stack
from tests.waiting import wait_until

CLIENT = json.loads((ROOT / "bank_rs" / "stack" / "client.json").read_bytes())
HARDENED = ("app", "mlflow")
VERSION = "/api/2.0/mlflow/registered-models/alias?name=bank-rs&alias=champion"


@pytest.fixture(scope="module")
def running(engine, tag):
    with stack(engine, "bank-rs-test", tag) as running:
        running.up(*CORE)
        yield running


def predict(running) -> int:
    return httpx2.post(
        running.url("BANK_RS_PORT") + "/predict", json=CLIENT, timeout=10
    ).status_code


def test_stack_passes_the_smoke_test(running):
    report = smoke(running)
    assert report.count("ok ") >= 5
    assert "FAILED" not in report


@pytest.mark.parametrize("service", HARDENED)
def test_container_has_the_least_privilege(running, service):
    (name,) = running.containers(service)
    host = running.state(name)["HostConfig"]
    assert host["ReadonlyRootfs"]
    assert host["CapDrop"] == ["ALL"]
    assert not host["CapAdd"]
    assert "no-new-privileges:true" in host["SecurityOpt"]
    assert host["Init"]
    assert running.engine.ask("exec", name, "id", "-u").strip() == "10001"


@pytest.mark.parametrize("service", CORE)
def test_container_is_bounded_and_restarts(running, service):
    (name,) = running.containers(service)
    host = running.state(name)["HostConfig"]
    assert host["Memory"] > 0
    assert host["PidsLimit"] > 0
    assert host["RestartPolicy"]["Name"] == "unless-stopped"
    assert host["LogConfig"]["Config"] == {"max-size": "10m", "max-file": "3"}


@pytest.mark.parametrize("service", CORE)
def test_container_opens_ports_on_this_machine_alone(running, service):
    (name,) = running.containers(service)
    bound = running.state(name)["NetworkSettings"]["Ports"]
    addresses = {place["HostIp"] for places in bound.values() for place in places or ()}
    assert addresses == {"127.0.0.1"}


@pytest.mark.parametrize("service", ["mlflow", "graphite"])
def test_service_answers_while_another_container_is_killed_and_back(running, service):
    (killed,) = running.containers(service)
    restarts = running.state(killed)["RestartCount"]
    done, statuses = Event(), set()

    def go_on_asking():
        while not done.is_set():
            statuses.add(predict(running))

    with ThreadPoolExecutor() as pool:
        asking = pool.submit(go_on_asking)
        try:
            running.kill(killed)
            running.await_healthy(killed, restarts + 1)
        finally:
            done.set()
        asking.result()
    assert statuses == {200}


def test_killed_service_comes_back_while_the_rest_goes_on(running):
    (killed,) = running.containers("app")
    restarts = running.state(killed)["RestartCount"]
    running.kill(killed)
    assert running.get("BANK_RS_MLFLOW_PORT", VERSION)["model_version"]
    running.await_healthy(killed, restarts + 1)
    assert predict(running) == 200


def test_all_is_well_after_every_container_was_killed(running):
    assert "FAILED" not in smoke(running)


def test_data_are_kept_over_down_and_up(running):
    assert predict(running) == 200
    champion = running.get("BANK_RS_MLFLOW_PORT", VERSION)
    wait_until(lambda: counted(running) > 0, 30)
    before = counted(running)
    running.down()
    running.up(*CORE)
    assert running.get("BANK_RS_MLFLOW_PORT", VERSION) == champion
    assert counted(running) >= before
    version = running.get("BANK_RS_PORT", "/")["model_version"]
    assert version == champion["model_version"]["version"]


def counted(running) -> float:
    return sum(predictions(running).values())


def test_nothing_is_left_after_down(engine, tag):
    with stack(engine, "bank-rs-gone", tag) as gone:
        gone.compose("create", "--no-build", "--pull", "never", "mlflow")
        assert engine.ask("volume", "ls", "-q", "--filter", "name=bank-rs-gone")
    kept = ("--filter", "label=com.docker.compose.project=bank-rs-gone")
    assert not engine.ask("ps", "-aq", *kept)
    assert not engine.ask("volume", "ls", "-q", *kept)
    assert not engine.ask("network", "ls", "-q", *kept)
