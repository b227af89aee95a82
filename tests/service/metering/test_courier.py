import logging
from threading import Event

import pytest

from bank_rs.service.metering.courier import MOST_AT_ONCE, Courier
from tests.service.metering.test_backlog import Pushes
from tests.waiting import wait_until


class Graphite:
    """Takes messages, or does not."""

    def __init__(self):
        self.away = False
        self.messages = []

    def __call__(self, lines):
        if self.away:
            raise ConnectionRefusedError(111, "Connection refused")
        self.messages.append(lines)


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def pushes():
    return Pushes()


@pytest.fixture
def graphite():
    return Graphite()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def courier(pushes, graphite, clock):
    return Courier(pushes.backlog, graphite, clock)


def test_deliver_sends_what_waits_a_few_at_first(pushes, courier, graphite):
    for slot in (10, 20, 30):
        pushes.add(slot)
    courier.deliver()
    assert graphite.messages == [b"a\n10\n", b"a\n10\na\n20\na\n30\n"]
    assert pushes.backlog.waiting == 0


def test_deliver_while_graphite_is_away_keeps_all(pushes, courier, graphite):
    pushes.add(10)
    graphite.away = True
    courier.deliver()
    assert pushes.backlog.waiting == 1
    graphite.away = False
    courier.deliver()
    assert graphite.messages == [b"a\n10\n"]


def test_deliver_grows_and_begins_small_again(pushes, courier, graphite):
    for _ in range(20):
        pushes.add(10)
        courier.deliver()
    assert courier._at_once == MOST_AT_ONCE
    graphite.away = True
    pushes.add(20)
    courier.deliver()
    assert courier._at_once == 1


def test_log_has_one_line_a_minute_at_most(pushes, courier, graphite, clock, caplog):
    pushes.add(10)
    for second in range(600):
        clock.now += 1
        graphite.away = second % 3 == 0
        pushes.add(second)
        courier.deliver()
    assert 5 <= len(caplog.records) <= 10
    assert {record.levelno for record in caplog.records} == {logging.WARNING}


def test_log_says_when_graphite_goes_and_comes_back(pushes, courier, graphite, clock, caplog):
    for graphite.away in (False, True, True, False, False):
        clock.now += 100
        pushes.add(10)
        courier.deliver()
    said = [record.getMessage() for record in caplog.records]
    assert len(said) == 2
    assert "Connection refused" in said[0]
    assert "again" in said[1]


def test_running_delivers_when_something_was_recorded(pushes, courier, graphite):
    recorded = Event()
    with courier.running(recorded):
        pushes.add(10)
        recorded.set()
        wait_until(lambda: graphite.messages)
    pushes.add(20)
    assert len(graphite.messages) == 1


def test_running_survives_an_error_of_its_own(pushes, graphite, caplog):
    def broken(lines):
        graphite.messages.append(lines)
        raise ValueError

    recorded = Event()
    pushes.add(10)
    with Courier(pushes.backlog, broken).running(recorded):
        for attempts in (1, 2):
            recorded.set()
            wait_until(lambda attempts=attempts: len(graphite.messages) == attempts)
    assert "delivering metrics failed" in caplog.text
