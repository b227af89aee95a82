import anyio
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from bank_rs.service.metrics import Metrics
from bank_rs.service.middleware import CountResponses


async def fine(_):
    return PlainTextResponse("fine")


async def broken(_):
    raise RuntimeError("broken")


async def slow_body(_):
    async def body():
        yield b"a"
        await anyio.sleep(0.02)
        yield b"b"

    return StreamingResponse(body())


@pytest.fixture
def metrics():
    return Metrics()


@pytest.fixture
def web(metrics):
    app = Starlette(routes=[Route("/", fine), Route("/broken", broken), Route("/slow", slow_body)])
    app.add_middleware(CountResponses, metrics=metrics)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def test_every_status_is_counted(web, metrics):
    for path in ("/", "/", "/nowhere", "/broken"):
        web.get(path)
    readings = metrics.take()
    assert readings["response_code.200"] == 2
    assert readings["response_code.404"] == readings["response_code.500"] == 1


def test_time_runs_to_the_last_byte(web, metrics):
    web.get("/slow")
    assert metrics.take()["response_time"] >= 20


def test_lifespan_is_not_counted(web, metrics):
    assert not any(name.startswith("response_code") for name in metrics.take())
