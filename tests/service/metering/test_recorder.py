import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bank_rs.service.metering.board import Board
from bank_rs.service.metering.metrics import Metrics
from bank_rs.service.metering.recorder import Recorder
from tests.waiting import wait_until


class Clock:
    def __init__(self, now):
        self.now = now

    def __call__(self):
        return self.now


class Instance:
    """A worker, and who records what it counts."""

    def __init__(self, now, board=None):
        self.board = board or Board.make()
        self.metrics = Metrics(self.board)
        self.clock = Clock(now)
        self.recorder = Recorder(self.board, line, dict, clock=self.clock)

    def answer(self, times):
        for _ in range(times):
            self.metrics.count_response("/", 200, 1.0)

    def points(self):
        """What waits of one metric: counts by slot."""
        _, lines = self.recorder.backlog.oldest(1000)
        found = re.findall(rb"^response_code.200 (\d+) (\d+)$", lines, re.MULTILINE)
        return {int(slot): int(value) for value, slot in found}


def line(name, value, slot):
    return f"{name} {value} {slot}\n".encode()


@pytest.fixture
def instance():
    return Instance(1005)


def test_push_is_for_the_slot_that_has_begun(instance):
    instance.answer(3)
    instance.clock.now = 1010.2
    instance.recorder.record()
    assert instance.points() == {1010: 3}


def test_slot_has_one_push(instance):
    for instance.clock.now in (1010.2, 1010.3, 1019.9, 1020.0):
        instance.answer(1)
        instance.recorder.record()
    assert instance.points() == {1010: 1, 1020: 3}


def test_clock_that_goes_back_writes_no_slot_anew(instance):
    for instance.clock.now in (1050, 1010, 1040, 1060):
        instance.answer(1)
        instance.recorder.record()
    assert instance.points() == {1050: 1, 1060: 3}


def test_rest_joins_the_last_push(instance):
    instance.answer(3)
    instance.clock.now = 1010
    instance.recorder.record()
    instance.recorder.backlog.delivered(1)
    instance.answer(2)
    instance.clock.now = 1013
    instance.recorder.record_rest()
    assert instance.points() == {1010: 5}


def test_rest_of_several_processes_joins_the_last_push():
    board = Board.make(workers=2)
    first, second = Instance(1010, board), Instance(1010, board)
    for each in (first, second):
        each.answer(2)
    first.recorder.record()
    for each in (first, second):
        each.answer(1)
        each.recorder.record_rest()
    assert second.points() == {1010: 6}


def test_rest_without_a_push_is_for_the_slot_to_come(instance):
    instance.answer(3)
    instance.recorder.record_rest()
    assert instance.points() == {1010: 3}


def test_restart_overwrites_nothing():
    """Points of one service after another, as Graphite sees them."""
    graphite = {}
    for start, end in ((1005, 1023), (1024, 1038), (1039, 1055)):
        instance = Instance(start)
        for instance.clock.now in range(start, end):
            instance.answer(1)
            if instance.clock.now % 10 == 0:
                instance.recorder.record()
        instance.recorder.record_rest()
        graphite |= instance.points()
    assert sum(graphite.values()) == 1055 - 1005 - 2


@given(st.lists(st.tuples(st.integers(0, 1), st.floats(0, 30), st.booleans()), max_size=30))
def test_counts_are_exact_whoever_records(steps):
    """Each step: who answers, how much time passes, and whether another takes over."""
    board = Board.make(workers=2, interval=10)
    instance, answered = Instance(1000, board), 0
    for requests, seconds, another in steps:
        now = instance.clock.now + seconds
        if another:
            instance = Instance(now, board)
        instance.clock.now = now
        instance.answer(requests)
        answered += requests
        instance.recorder.record()
    instance.recorder.record_rest()
    assert sum(instance.points().values()) == answered


def test_push_that_was_not_committed_is_taken_again(instance):
    """As when its process is killed at the worst moment."""
    instance.answer(3)
    instance.recorder._ledger.take()
    another = Instance(1010, instance.board)
    another.recorder.record()
    assert another.points() == {1010: 3}


def test_memory_of_the_recorder_is_added_to_the_workers():
    board = Board.make()
    Metrics(board).beat(100.0)
    recorder = Recorder(board, line, lambda: {"system.rss_mb": 7.0}, clock=Clock(1010))
    recorder.record()
    assert b"system.rss_mb 107.0 1010\n" in recorder.backlog.oldest(1)[1]


def test_running_records_at_every_slot_and_at_its_end():
    board = Board.make(interval=1)
    metrics = Metrics(board)
    recorder = Recorder(board, line, dict, lambda: metrics.beat(1.0))
    with recorder.running():
        metrics.count_response("/", 200, 1.0)
        wait_until(lambda: recorder.backlog.waiting >= 2)
        metrics.count_response("/", 200, 1.0)
    _, lines = recorder.backlog.oldest(1000)
    counts = [int(n) for n in re.findall(rb"^response_code.200 (\d+)", lines, re.MULTILINE)]
    assert sum(counts) == 2


def test_running_outlives_an_error_of_a_reading(caplog):
    answers = iter([ValueError("odd"), {}, {}, {}, {}, {}])

    def system():
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    recorder = Recorder(Board.make(interval=1), line, system)
    with recorder.running():
        wait_until(lambda: recorder.backlog.waiting)
    assert "recording metrics failed" in caplog.text
