"""Several processes at one address."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import httpx2
import pytest

from tests.service.process.test_server import waiting
from tests.service.server import END_SECONDS, serving
from tests.stack.conftest import is_running
from tests.waiting import wait_until


def workers(server):
    """The workers that answer."""
    with suppress(httpx2.TransportError):
        return {server.get("/").json() for _ in range(20)}
    return set()


@pytest.fixture
def server(tmp_path):
    with serving(tmp_path / "log", workers=2, drain_seconds=0.5) as server:
        wait_until(lambda: len(workers(server)) == 2)
        yield server


def test_worker_that_dies_is_replaced(server):
    before = workers(server)
    with suppress(httpx2.TransportError):
        server.get("/die")
    wait_until(lambda: len(workers(server)) == 2 and workers(server) != before)
    assert len(workers(server) & before) == 1
    assert server.said("ended with 9; another takes its place")


def test_end_drains_every_worker(server, tmp_path):
    with ThreadPoolExecutor(1) as pool:
        answer, until = waiting(server, tmp_path, pool)
        children = workers(server)
        server.process.send_signal(signal.SIGTERM)
        wait_until(server.refuses)
        assert not answer.done()
        until.touch()
        assert answer.result().status_code == 200
        assert server.process.wait(END_SECONDS) == 0
    assert not any(map(is_running, children))
    assert sum("Finished server process" in line.get("message", "") for line in server.lines) == 2


def test_signal_to_the_whole_group_drains_no_less(server, tmp_path):
    """What a supervisor of process groups, or Ctrl-C, does."""
    with ThreadPoolExecutor(1) as pool:
        answer, until = waiting(server, tmp_path, pool)
        for child in workers(server):
            os.kill(child, signal.SIGTERM)
        server.process.send_signal(signal.SIGTERM)
        wait_until(server.refuses)
        until.touch()
        assert answer.result().status_code == 200
        assert server.process.wait(END_SECONDS) == 0
    assert not server.said("ended with")


def test_workers_do_not_outlive_a_supervisor_that_is_killed(server):
    children = workers(server)
    server.process.kill()
    wait_until(lambda: not any(map(is_running, children)))


@pytest.mark.parametrize("failure", ["BankRsError", "ImportError"])
def test_workers_that_cannot_start_end_the_service(tmp_path, failure):
    log = tmp_path / "log"
    settings = {"workers": 2, "test_failure": failure}
    with pytest.raises(AssertionError), serving(log, **settings):
        pytest.fail("is ready")
    assert "fails when told to." in log.read_text()
    assert "another takes its place" not in log.read_text()
