import asyncio
import json
from asyncio import CancelledError

import anyio
import pytest
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.routing import Mount, Route
from starlette.testclient import TestClient

from bank_rs.service.edge.log_writer import LogWriter
from bank_rs.service.edge.observe import Observe
from bank_rs.service.metering.metrics import Metrics
from tests.service.taken import take

SECRET = "ESMERALDA-77"
SHARED = {"type": "http.response.start", "status": 200, "headers": []}


async def fine(_):
    return PlainTextResponse("fine")


async def broken(_):
    raise RuntimeError(SECRET)


async def broken_later(_):
    async def body():
        yield b"a"
        raise RuntimeError(SECRET)

    return StreamingResponse(body())


async def gone(_):
    raise ClientDisconnect


async def cut_off_app(scope, receive, send):
    raise CancelledError


async def slow_body(_):
    async def body():
        yield b"a"
        await anyio.sleep(0.02)
        yield b"b"

    return StreamingResponse(body())


class Silent:
    async def __call__(self, scope, receive, send):
        pass


class Shared:
    """Answers with the same message objects again and again."""

    async def __call__(self, scope, receive, send):
        await send(SHARED)
        await send({"type": "http.response.body"})


ROUTES = [
    Route("/", fine),
    Route("/clients/{client}", fine),
    Route("/broken", broken),
    Route("/broken-later", broken_later),
    Route("/gone", gone),
    Route("/slow", slow_body),
    Route("/shared", Shared(), methods=["GET"]),
    Mount("/silent", Silent()),
]


@pytest.fixture
def metrics():
    return Metrics()


@pytest.fixture
def log(tmp_path):
    return tmp_path / "log"


@pytest.fixture
def web(metrics, log):
    with log.open("wb") as output:
        app = Starlette(routes=ROUTES)
        writer = LogWriter(output.fileno(), str)
        app.add_middleware(Observe, metrics=metrics, writer=writer)
        with TestClient(app, raise_server_exceptions=False) as client:
            client.flush = writer.flush
            yield client


@pytest.fixture
def lines(web, log):
    def read():
        web.flush()
        return [json.loads(line) for line in log.read_text("ascii").splitlines()]

    return read


def test_every_status_is_counted(web, metrics):
    for path in ("/", "/", "/nowhere", "/broken"):
        web.get(path)
    readings = take(metrics)
    assert readings["response_code.200"] == 2
    assert readings["response_code.404"] == readings["response_code.500"] == 1


def test_time_runs_to_the_last_byte(web, metrics, lines):
    web.get("/slow")
    assert take(metrics)["response_time"] >= 20
    assert lines()[0]["ms"] >= 20
    assert lines()[0]["bytes"] == 2


def test_lifespan_is_not_counted(web, metrics):
    assert not any(name.startswith("response_code") for name in take(metrics))


def test_unexpected_error_is_answered_and_logged_without_its_message(web, caplog):
    response = web.get("/broken")
    assert response.status_code == 500
    assert response.headers["content-type"] == "application/problem+json"
    assert SECRET not in response.text
    assert SECRET not in caplog.text
    (record,) = caplog.records
    assert record.request_id == response.headers["x-request-id"] == response.json()["request_id"]
    assert record.exception["frames"][-1].endswith(" broken")


def test_error_after_the_answer_began_keeps_its_status(web, metrics, caplog):
    web.get("/broken-later")
    assert take(metrics)["response_code.200"] == 1
    assert len(caplog.records) == 1
    assert SECRET not in caplog.text


def test_client_that_is_gone_counts_as_499(web, metrics, lines, caplog):
    web.get("/gone")
    assert take(metrics)["response_code.499"] == 1
    assert lines()[0]["status"] == 499
    assert not caplog.records


def test_request_that_the_end_cuts_off_is_answered_with_503(metrics):
    sent = []

    async def send(message):
        sent.append(message)

    async def run():
        observe = Observe(cut_off_app, metrics, LogWriter(2, str))
        await observe({"type": "http", "method": "GET", "path": "/", "headers": []}, None, send)

    with pytest.raises(CancelledError):
        asyncio.run(run())
    assert sent[0]["status"] == 503
    assert (b"retry-after", b"1") in sent[0]["headers"]
    assert take(metrics)["response_code.503"] == 1


def test_answer_that_never_starts_counts_as_500(web, metrics):
    with pytest.raises(AssertionError):
        TestClient(web.app).get("/silent/")
    assert take(metrics)["response_code.500"] == 1


@pytest.mark.parametrize("given", ["7", "aB.c_9-", "x" * 64])
def test_request_id_of_the_client_is_kept(web, lines, given):
    assert web.get("/", headers={"X-Request-ID": given}).headers["x-request-id"] == given
    assert lines()[0]["request_id"] == given


@pytest.mark.parametrize("given", ["", "x" * 65, "a b", 'a"b', "a\\b", "ñ".encode()])
def test_request_id_that_cannot_be_logged_is_replaced(web, lines, given):
    answers = [web.get("/", headers={"X-Request-ID": given}) for _ in range(2)]
    made = [answer.headers["x-request-id"] for answer in answers]
    assert given not in made
    assert len(set(made)) == 2
    assert [line["request_id"] for line in lines()] == made


def test_message_that_is_used_again_gathers_nothing(web):
    names = [web.get("/shared").headers.get_list("x-request-id") for _ in range(3)]
    assert [len(name) for name in names] == [1, 1, 1]
    assert SHARED["headers"] == []


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("/", "/"),
        (f"/?name={SECRET}", "/"),
        (f"/clients/{SECRET}", "/clients/{client}"),
        (f"/{SECRET}", None),
        (f"/%22{SECRET}%0A", None),
    ],
)
def test_access_line_has_the_route_and_nothing_of_the_client(web, lines, log, path, written):
    web.get(path, headers={"x-name": SECRET})
    assert lines()[0]["path"] == written
    assert SECRET not in log.read_text()
    assert "testclient" not in log.read_text()


def test_access_line_has_an_unknown_method_as_other(web, lines):
    web.request("ESMERALDA", "/")
    assert lines()[0]["method"] == "OTHER"


def test_lines_are_written_when_the_lifespan_ends(metrics, log):
    with log.open("wb") as output:
        app = Starlette(routes=ROUTES)
        app.add_middleware(Observe, metrics=metrics, writer=LogWriter(output.fileno(), str))
        with TestClient(app) as client:
            for _ in range(300):
                client.get("/")
    assert len(log.read_text().splitlines()) == 300
