import json
from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest

from tests.containers.counting import predictions, settled
from tests.containers.engine import ROOT
from tests.containers.smoking import smoke
from tests.containers.stack import CORE, stack

CLIENT = json.loads((ROOT / "bank_rs" / "stack" / "client.json").read_bytes())
COPIES = 3


@pytest.fixture(scope="module")
def scaled(engine, tag):
    with stack(engine, "bank-rs-scale", tag, profiles="scale", BANK_RS_APP_PORT="0") as scaled:
        scaled.up(*CORE, "proxy", options=("--scale", f"app={COPIES}"))
        yield scaled


def send(scaled, requests: int) -> list[int]:
    """Statuses of predictions sent through the proxy, eight at a time."""
    address = scaled.url("BANK_RS_PORT") + "/predict"
    with httpx2.Client(timeout=20) as client, ThreadPoolExecutor(8) as pool:
        answers = pool.map(lambda _: client.post(address, json=CLIENT), range(requests))
        return [answer.status_code for answer in answers]


def test_copies_behind_the_proxy_count_exactly(scaled):
    before = settled(scaled)
    sent = 3000
    assert set(send(scaled, sent)) == {200}
    assert settled(scaled, before + sent) == before + sent
    by_copy = predictions(scaled)
    assert len(by_copy) == COPIES
    assert all(count > 0 for count in by_copy.values())


def test_copies_pass_the_smoke_test(scaled):
    assert "FAILED" not in smoke(scaled)


def test_no_request_is_lost_while_a_copy_is_stopped(scaled):
    stopped = scaled.containers("app")[-1]
    before = settled(scaled)
    with ThreadPoolExecutor() as pool:
        sending = pool.submit(send, scaled, 3000)
        scaled.engine.ask("stop", "-t", "15", stopped)
        statuses = sending.result()
    assert set(statuses) == {200}
    assert settled(scaled, before + len(statuses)) == before + len(statuses)


def test_proxy_that_is_killed_comes_back(scaled):
    (proxy,) = scaled.containers("proxy")
    restarts = scaled.state(proxy)["RestartCount"]
    scaled.kill(proxy)
    scaled.await_healthy(proxy, restarts + 1)
    assert set(send(scaled, 10)) == {200}
