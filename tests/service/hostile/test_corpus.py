import psutil
import pytest

from tests.service.hostile.case import TRACE
from tests.service.hostile.corpus import corpus
from tests.service.hostile.judge import faults

LEAST = 300
ROUNDS = 3
GROWTH = 1.05


@pytest.fixture(scope="module")
def first_round(server):
    """What is wrong with the answers, by the request's name."""
    found = {case.name: list(faults(server.address, case)) for case in corpus()}
    assert server.is_ready()
    return found


def test_no_two_requests_are_one():
    cases = list(corpus())
    assert len({case.name for case in cases}) == len(cases)
    assert len({case.payload for case in cases}) >= LEAST


def test_every_request_is_answered_as_it_should_be(first_round):
    assert {name: wrong for name, wrong in first_round.items() if wrong} == {}


def test_log_has_no_error_and_nothing_that_was_sent(server, first_round):
    assert [line for line in server.lines if line["level"] == "error"] == []
    assert server.accesses(status=500) == []
    assert TRACE not in server.log.read_bytes().upper()


def test_memory_does_not_grow(server, first_round):
    process = psutil.Process(server.process.pid)
    before = process.memory_info().rss
    for _ in range(ROUNDS):
        assert not any(any(faults(server.address, case)) for case in corpus())
    assert server.is_ready()
    assert process.memory_info().rss <= before * GROWTH
