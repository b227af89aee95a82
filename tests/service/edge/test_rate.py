import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from bank_rs.service.edge.rate import CALLERS_KEPT, Allowance, RateLimit


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def taken(allowance, caller="a", most=1000):
    return next(n for n in range(most) if allowance.seconds_to_wait(caller) > 0)


@pytest.mark.parametrize(("rate", "burst"), [(1, 1), (5, 5), (10, 10), (100, 100), (0.2, 1)])
def test_burst_is_a_second_of_requests_and_at_least_one(clock, rate, burst):
    assert taken(Allowance(rate, clock)) == burst


def test_allowance_recovers_at_its_rate(clock):
    allowance = Allowance(10, clock)
    assert taken(allowance) == 10
    clock.now = 0.35
    assert taken(allowance) == 3
    clock.now = 100
    assert taken(allowance) == 10


def test_wait_that_is_told_is_enough_and_no_longer_than_needed(clock):
    allowance = Allowance(0.5, clock)
    assert taken(allowance) == 1
    wait = allowance.seconds_to_wait("a")
    assert wait == pytest.approx(2)
    clock.now = wait - 0.01
    assert allowance.seconds_to_wait("a") > 0
    clock.now = wait
    assert allowance.seconds_to_wait("a") == 0


def test_callers_do_not_share(clock):
    allowance = Allowance(3, clock)
    assert [taken(allowance, caller) for caller in "abc"] == [3, 3, 3]


@given(
    st.floats(0.1, 50),
    st.lists(st.floats(0, 2), min_size=1, max_size=200),
)
def test_no_second_holds_more_than_two_of_the_rate(rate, pauses):
    clock = Clock()
    allowance = Allowance(rate, clock)
    passed = []
    for pause in pauses:
        clock.now += pause
        if allowance.seconds_to_wait("a") == 0:
            passed.append(clock.now)
    for begin in passed:
        within = sum(begin <= time < begin + 1 for time in passed)
        assert within <= max(1, rate) + rate + 1


def test_callers_are_remembered_up_to_a_bound_and_the_latest_longest(clock):
    allowance = Allowance(1, clock)
    for number in range(CALLERS_KEPT + 500):
        allowance.seconds_to_wait(str(number))
    assert len(allowance) == CALLERS_KEPT
    assert allowance.seconds_to_wait(str(CALLERS_KEPT + 499)) > 0
    assert allowance.seconds_to_wait("0") == 0


async def fine(_):
    return PlainTextResponse("fine")


def test_caller_beyond_its_rate_waits_and_comes_back(clock):
    app = Starlette(routes=[Route("/", fine), Route("/health/live", fine)])
    app.add_middleware(RateLimit, allowance=Allowance(2, clock))
    client, other = TestClient(app), TestClient(app, client=("198.51.100.7", 1))
    assert [client.get("/").status_code for _ in range(3)] == [200, 200, 429]
    refused = client.get("/")
    assert refused.headers["retry-after"] == "1"
    assert refused.json()["status"] == 429
    assert other.get("/").status_code == 200
    assert client.get("/health/live").status_code == 200
    clock.now = 1
    assert client.get("/").status_code == 200
