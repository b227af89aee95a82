"""Graphite goes in every way it can, and no request and no count is lost."""

import time
from functools import partial

import pytest

from bank_rs.service.metering.board import KEPT_SECONDS, Board
from bank_rs.service.metering.courier import Courier
from bank_rs.service.metering.metrics import Metrics
from bank_rs.service.metering.recorder import Recorder
from bank_rs.service.metering.sender import GraphiteSender
from tests.graphite import Graphite, running_graphite
from tests.service.metered import INTERVAL, metered, send, simulated_bodies, total
from tests.waiting import wait_until

OUTAGES = {
    "stopped": (Graphite.stop_carbon, Graphite.start_carbon),
    "killed": (Graphite.kill_carbon, Graphite.start_carbon),
    "paused": (Graphite.pause_carbon, Graphite.resume_carbon),
    "restarted": (Graphite.restart_carbon, lambda _: None),
}
ROUNDS = 4


@pytest.fixture(scope="module")
def graphite(tmp_path_factory):
    with running_graphite(tmp_path_factory.mktemp("graphite"), INTERVAL) as graphite:
        yield graphite


@pytest.fixture
def service(graphite, models_dir, closed_port, tmp_path, monkeypatch):
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"http://127.0.0.1:{closed_port}")
    return partial(metered, graphite, tmp_path, models_dir)


@pytest.mark.parametrize("outage", OUTAGES)
def test_outage_loses_neither_requests_nor_counts(graphite, service, outage):
    goes, comes_back = OUTAGES[outage]
    requests = [("/predict", body) for body in simulated_bodies(100)]
    shown = f"{outage}.endpoint.predict.response_code.200"
    with service(metrics_prefix=outage) as server:
        wait_until(lambda: send(server, requests[:1]) and total(graphite, shown) > 0)
        goes(graphite)
        for _ in range(ROUNDS):
            answers = send(server, requests)
            assert [status for status, _ in answers] == ["200"] * len(requests)
        comes_back(graphite)
        wait_until(lambda: total(graphite, shown) >= ROUNDS * len(requests))
        assert server.end() == 0
    asked = len(server.accesses(path="/predict"))
    wait_until(lambda: total(graphite, shown) == asked)
    assert total(graphite, f"{outage}.metrics.dropped") == 0
    assert sum("Graphite" in line.get("message", "") for line in server.lines) <= 2


def test_service_ends_in_time_without_graphite(graphite, service):
    graphite.pause_carbon()
    try:
        with service(metrics_prefix="paused-for-good") as server:
            send(server, [("/predict", body) for body in simulated_bodies(10)])
            assert server.end() == 0
    finally:
        graphite.resume_carbon()


class Away:
    """Graphite's wire, cut for a while."""

    def __init__(self, graphite, prefix):
        self.sender = GraphiteSender("127.0.0.1", graphite.settings.graphite_port, prefix, 5)
        self.cut = True

    def __call__(self, lines):
        if self.cut:
            raise ConnectionRefusedError(111, "Connection refused")
        self.sender.send_socket(lines)


@pytest.mark.parametrize("minutes", [70, 200])
def test_more_than_an_hour_away_drops_the_oldest_and_counts_them(graphite, minutes):
    """Every ten seconds three requests, in fast forward."""
    interval, prefix = 10, f"minutes-{minutes}"
    board, wire = Board.make(interval=interval), Away(graphite, prefix)
    metrics, now = Metrics(board), time.time() // interval * interval - minutes * 60
    recorder = Recorder(board, wire.sender.build_message, dict, clock=lambda: now)
    courier = Courier(recorder.backlog, wire)
    pushes, kept = minutes * 60 // interval, KEPT_SECONDS // interval
    for _ in range(pushes):
        for _ in range(3):
            metrics.count_response("/predict", 200, 1.0)
        recorder.record()
        courier.deliver()
        now += interval
    assert recorder.backlog.waiting == kept
    wire.cut = False
    courier.deliver()
    graphite.store([])
    points = graphite.render(f"{prefix}.response_code.200", from_="-2h")[0]["datapoints"]
    shown = {slot: value for value, slot in points if value is not None}
    assert sum(shown.values()) == 3 * kept
    assert min(shown) == now - KEPT_SECONDS
    (in_a_push,) = set(board.cells["backlog"][0]["points"].tolist())
    dropped = sum(graphite.values(f"{prefix}.metrics.dropped", from_="-2h"))
    assert dropped == (pushes - kept) * in_a_push
