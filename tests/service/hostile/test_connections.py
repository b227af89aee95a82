"""Clients that are slow, leave, or do not wait for an answer before they ask again."""

import json
import select
import socket
import struct
from contextlib import ExitStack
from itertools import islice
from time import monotonic

import pytest

from bank_rs.data.example import EXAMPLE_RECORD
from tests.service.hostile.case import TRACE, message
from tests.service.hostile.heads import RECORD_ROUTES
from tests.service.hostile.records import RECORD
from tests.service.hostile.wire import Answer, answers, ask, connection, received
from tests.waiting import wait_until

BATCH = "/predict/batch"
ROUTES = (*RECORD_ROUTES, BATCH)
BETWEEN_BYTES = 0.1
"""Seconds; a body then takes minutes, and the service waits for one second."""

RESET = struct.pack("ii", 1, 0)
"""Option of a socket that makes its end a reset."""


@pytest.fixture(autouse=True)
def _healthy_afterwards(server):
    yield
    assert server.is_ready()
    assert server.accesses(status=500) == []
    assert [line for line in server.lines if line["level"] == "error"] == []


def dribbled(connections, seconds: float) -> list[Answer]:
    """Send each connection a byte now and then until all of them have been answered."""
    raw = dict.fromkeys(connections, b"")
    deadline = monotonic() + seconds
    while not all(map(Answer.of, raw.values())):
        assert monotonic() < deadline, "a slow body is not refused"
        readable, _, _ = select.select(connections, [], [], BETWEEN_BYTES)
        for one in connections:
            if one in readable:
                raw[one] += one.recv(65_536)
            elif not raw[one]:
                one.send(b" ")
    return [answer for answer, _ in map(Answer.of, raw.values())]


def is_late(answer: Answer) -> bool:
    problem = json.loads(answer.body)
    assert problem["request_id"] == answer.headers["x-request-id"]
    return answer.status == problem["status"] == 408


def test_slow_bodies_are_refused(server):
    with ExitStack() as stack:
        slow = [stack.enter_context(connection(server.address)) for _ in ROUTES]
        for one, path in zip(slow, ROUTES, strict=True):
            one.send(message(RECORD, path)[:-600])
        assert all(map(is_late, dribbled(slow, 20)))


@pytest.mark.parametrize(
    "head",
    [
        message(headers={"Content-Length": "500"}),
        message(headers={"Transfer-Encoding": "chunked"}, length=False),
    ],
    ids=["length", "chunked"],
)
def test_body_that_never_comes_is_refused(server, head):
    assert is_late(ask(server.address, head))


@pytest.mark.parametrize("reset", [False, True], ids=["closed", "reset"])
@pytest.mark.parametrize("path", ROUTES)
@pytest.mark.parametrize("sent", [1, 20, -600, -1], ids=["byte", "line", "half", "all-but-one"])
def test_connection_that_ends_in_mid_request_is_nobodys_fault(server, path, sent, reset):
    with connection(server.address) as connected:
        connected.send(message(RECORD, path)[:sent])
        if reset:
            connected.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)


@pytest.mark.parametrize("reset", [False, True], ids=["closed", "reset"])
def test_connection_that_ends_in_mid_answer_is_nobodys_fault(server, reset):
    batch = b"[%b]" % b",".join([RECORD] * 3_000)
    for _ in range(3):
        with connection(server.address) as connected:
            connected.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
            next(received(connected, message(batch, BATCH)))
            if reset:
                connected.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)


def test_connection_that_ends_while_it_is_answered_is_nobodys_fault(server):
    for path in RECORD_ROUTES:
        with connection(server.address) as connected:
            connected.send(message(RECORD, path))
    wait_until(server.is_ready)


def test_client_that_left_in_mid_body_is_told_apart_in_the_log(server):
    gone = len(server.accesses(status=499))
    with connection(server.address) as connected:
        connected.send(message(RECORD)[:-1])
    wait_until(lambda: len(server.accesses(status=499)) > gone)


def test_pipelined_requests_are_answered_in_their_order(server):
    expected = {**dict.fromkeys(RECORD_ROUTES, 200), BATCH: 400, "/products": 405, "/nowhere": 404}
    paths = list(expected) * 10
    asked = b"".join(
        message(RECORD, path, {"X-Request-ID": f"order-{place}"})
        for place, path in enumerate(paths)
    )
    with connection(server.address) as connected:
        found = list(islice(answers(connected, asked), len(paths)))
    ids = [answer.headers["x-request-id"] for answer in found]
    assert ids == [f"order-{place}" for place in range(len(paths))]
    assert [answer.status for answer in found] == [expected[path] for path in paths]


def test_request_behind_one_that_was_too_large_is_answered(server):
    large = message(b"{" + b" " * 2_000_000)
    with connection(server.address) as connected:
        first, second = islice(answers(connected, large + message(RECORD)), 2)
    assert (first.status, second.status) == (413, 200)


def test_many_connections_that_say_nothing_do_no_harm(server):
    with ExitStack() as stack:
        silent = [stack.enter_context(connection(server.address)) for _ in range(300)]
        assert server.is_ready()
        for one in silent[::2]:
            one.send(b"POST /predict HTTP/1.1\r\nX-Slow: ")
        assert server.get("/health/ready").is_success


def test_values_of_no_field_are_repeated(server):
    broken = [EXAMPLE_RECORD | {field: [TRACE.decode()]} for field in EXAMPLE_RECORD]
    asked = b"".join(message(json.dumps(record).encode()) for record in broken)
    with connection(server.address) as connected:
        found = list(islice(answers(connected, asked), len(broken)))
    assert {answer.status for answer in found} == {422}
    assert not any(TRACE in answer.raw for answer in found)
    named = [json.loads(answer.body)["errors"][0]["field"] for answer in found]
    assert named == list(EXAMPLE_RECORD)
    assert TRACE not in server.log.read_bytes()
