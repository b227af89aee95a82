from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bank_rs.service.metering.pusher import PUSHES_KEPT, Pusher, graphite_sender
from tests.service.carbon import Carbon
from tests.waiting import wait_until


class Clock:
    def __init__(self, now: float) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def carbon() -> Iterator[Carbon]:
    carbon = Carbon()
    with carbon.listening():
        yield carbon


def pusher_to(port: int, clock: Clock, readings: dict[str, float] | None = None) -> Pusher:
    sender = graphite_sender("127.0.0.1", port, "bank-rs")
    return Pusher(sender, lambda: readings or {"response_code.200": 3}, 10, clock)


def test_push_sends_readings_at_the_start_of_their_slot(carbon):
    pusher_to(carbon.port, Clock(1234.5), {"response_code.200": 3, "response_time": 1.5}).push()
    assert carbon.received.wait(5)
    assert carbon.lines == [
        ["bank-rs.response_code.200", "3", "1230"],
        ["bank-rs.response_time", "1.5", "1230"],
    ]


def test_pushes_within_one_slot_get_slots_of_their_own(carbon):
    pusher = pusher_to(carbon.port, Clock(1234))
    pusher.push()
    pusher.push()
    pusher.push()
    wait_until(lambda: len(carbon.lines) == 3)
    assert [line[2] for line in carbon.lines] == ["1230", "1240", "1250"]


@given(st.lists(st.floats(-0.4, 0.4), min_size=2, max_size=30))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_slots_stay_with_the_clock_when_waits_end_early_or_late(closed_port, errors):
    clock = Clock(1000)
    pusher = pusher_to(closed_port, clock)
    slots = []
    for error in errors:
        clock.now += max(pusher._seconds_left() + error, 0)
        pusher.push()
        slots.append(pusher._last_slot)
    assert len(set(slots)) == len(slots)
    assert all(abs(slot - clock.now) <= 10.4 for slot in slots[-1:])


def test_points_of_an_outage_are_delivered_with_their_own_time(closed_port, caplog):
    clock = Clock(1000)
    carbon = Carbon()
    pusher = pusher_to(closed_port, clock)
    for clock.now in (1000, 1010):
        pusher.push()
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    pusher._sender.port = carbon.port
    with carbon.listening():
        clock.now = 1020
        pusher.push()
        wait_until(lambda: len(carbon.lines) == 3)
    assert [line[2] for line in carbon.lines] == ["1000", "1010", "1020"]
    assert "reachable again" in caplog.text


def test_points_beyond_an_hour_are_let_go_oldest_first(closed_port):
    clock = Clock(0)
    pusher = pusher_to(closed_port, clock)
    for clock.now in range(10, 10 * (PUSHES_KEPT + 5), 10):
        pusher.push()
    assert len(pusher._waiting) == PUSHES_KEPT
    assert pusher._waiting[0].endswith(b" 50\n")


def test_running_pushes_once_more_at_its_end(carbon):
    with pusher_to(carbon.port, Clock(1234)).running():
        assert carbon.lines == []
    wait_until(lambda: len(carbon.lines) == 1)


def test_running_without_graphite_ends_quietly(closed_port):
    with pusher_to(closed_port, Clock(1234)).running():
        pass
