import asyncio

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from bank_rs.load.outcome import results
from bank_rs.load.plan import ENDPOINTS, plan
from bank_rs.load.sending import NothingAnswersError, send
from tests.load.server import Recorder, serving


async def answer_ok(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse("ok")(scope, receive, send)


async def refuse_predict(scope: Scope, receive: Receive, send: Send) -> None:
    status = 503 if scope["path"] == "/predict" else 200
    await PlainTextResponse("", status)(scope, receive, send)


async def break_off(scope: Scope, receive: Receive, send: Send) -> None:
    """Promise more than is sent, which closes the connection in the middle of an answer."""
    if scope["path"] == "/predict":
        headers = [(b"content-length", b"10")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"short", "more_body": True})
        return
    await PlainTextResponse("ok")(scope, receive, send)


def sent(app, requests=60, concurrency=3):
    recorder, seen = Recorder(app), []
    with serving(recorder) as url:
        load = asyncio.run(send(plan(requests, 0), url, concurrency, 0, lambda: seen.append(None)))
    return load, recorder, len(seen)


@pytest.mark.parametrize(("requests", "concurrency"), [(60, 3), (1, 4), (7, 1), (5, 16)])
def test_send_sends_each_request_exactly_once(requests, concurrency):
    load, recorder, seen = sent(answer_ok, requests, concurrency)
    assert results(load.outcomes) == {"200": requests}
    assert len(recorder.received) == seen == requests
    assert len(recorder.connections) <= concurrency
    assert load.seconds > 0


def test_send_passes_the_seed_on():
    _, recorder, _ = sent(answer_ok)
    queries = {query for _, path, query in recorder.received if path == "/random"}
    assert queries == {f"seed={r.seed}".encode() for r in plan(60, 0) if r.seed is not None}


def test_send_counts_refusals_without_repeating_them():
    load, recorder, _ = sent(refuse_predict)
    assert results(load.outcomes) == {"200": 40, "503": 20}
    assert load.failures == 20
    assert recorder.endpoints == dict.fromkeys(ENDPOINTS, 20)


def test_send_counts_transport_errors_without_repeating_them():
    load, recorder, _ = sent(break_off)
    counts = results(load.outcomes)
    assert counts["200"] == 40
    # which of the two a client sees depends on whether the server's last bytes outrun its reset
    assert counts["RemoteProtocolError"] + counts["ReadError"] == 20
    assert recorder.endpoints == dict.fromkeys(ENDPOINTS, 20)
    assert all((o.milliseconds is None) == o.failed for o in load.outcomes)


def test_send_where_nothing_listens_says_how_to_cure_it(closed_port):
    url = f"http://127.0.0.1:{closed_port}"
    with pytest.raises(NothingAnswersError, match="--url"):
        asyncio.run(send(plan(10, 0), url, 4, 0, lambda: None))
