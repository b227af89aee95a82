import json

import httpx2
import pytest

from tests.containers.counting import predictions
from tests.containers.engine import ROOT
from tests.containers.recipes import checkout, follow, stack_in
from tests.containers.stack import CORE
from tests.containers.test_postgres import CHOSEN
from tests.waiting import wait_until

CLIENT = json.loads((ROOT / "bank_rs" / "stack" / "client.json").read_bytes())
ALIAS = "/api/2.0/mlflow/registered-models/alias?name=bank-rs&alias=champion"
RUN = "/api/2.0/mlflow/runs/get?run_id="
SENT = 20


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return checkout(tmp_path_factory.mktemp("checkout"))


@pytest.fixture(scope="module")
def running(engine, tag, folder):
    """A stack with a champion that is not the shipped one, and something counted."""
    wanted = {"BANK_RS_SIMULATED_CLIENTS": "2000"}
    with stack_in(folder, engine, "bank-rs-operations", tag, **wanted) as running:
        running.up(*CORE)
        running.compose("run", "--rm", "-T", "train")
        wait_until(lambda: served(running) == "2", 60)
        for _ in range(SENT):
            assert predict(running).status_code == 200
        wait_until(lambda: counted(running) >= SENT, 30)
        yield running
        remove(running)


def remove(running) -> None:
    """With its volumes, and with what a profile that was on for a while left."""
    running.compose("--profile", "*", "down", "-v", "-t", "5")


def predict(running) -> httpx2.Response:
    return httpx2.post(running.url("BANK_RS_PORT") + "/predict", json=CLIENT, timeout=10)


def served(running) -> str | None:
    return running.get("BANK_RS_PORT", "/")["model_version"]


def counted(running) -> float:
    return sum(predictions(running).values())


def champion(running) -> dict:
    return running.get("BANK_RS_MLFLOW_PORT", ALIAS)["model_version"]


def sha256(version: dict) -> str:
    return next(tag["value"] for tag in version["tags"] if tag["key"] == "sha256")


def test_restore_gives_back_the_champion_its_run_and_the_counts(running, folder):
    answer, version, before = predict(running).json(), champion(running), counted(running)
    wait_until(lambda: counted(running) > before, 30)
    run_of_it, before = running.get("BANK_RS_MLFLOW_PORT", RUN + version["run_id"]), before + 1
    follow("Back up", running, folder)
    running.down("-v")
    follow("Restore", running, folder)
    assert champion(running) == version
    assert running.get("BANK_RS_MLFLOW_PORT", RUN + version["run_id"]) == run_of_it
    assert counted(running) == before
    # until it has the version, the shipped copy answers
    wait_until(lambda: served(running) == "2", 60)
    assert predict(running).json() == answer


def test_champion_goes_along_into_the_new_store(running, folder):
    answer, version = predict(running).json(), champion(running)
    follow("Change the store", running, folder)
    changed = {**CHOSEN, "COMPOSE_PROFILES": "postgres"}
    follow("Into the new store", running, folder, **changed)
    carried = champion(running)
    assert sha256(carried) == sha256(version)
    assert carried["run_id"] != version["run_id"]
    wait_until(lambda: served(running) == carried["version"], 60)
    assert predict(running).json() == answer
