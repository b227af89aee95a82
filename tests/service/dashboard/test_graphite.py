import asyncio
import json
from contextlib import contextmanager

import pytest

from bank_rs.service.dashboard import graphite as module
from bank_rs.service.dashboard.graphite import Graphite
from bank_rs.service.edge.problems import ProblemError
from tests.load.server import serving


@contextmanager
def answering(body=b"[]", status=200, kind=b"application/json", times=1):
    """Something that answers where Graphite should, a piece every hundredth of a second."""

    async def app(scope, receive, send):
        headers = [(b"content-type", kind), (b"location", b"/elsewhere")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        for _ in range(times):
            await send({"type": "http.response.body", "body": body, "more_body": True})
            await asyncio.sleep(0.01)
        await send({"type": "http.response.body"})

    with serving(app) as url:
        yield url


def asked(url: str, question: str = "render", *of: object) -> object:
    """The answer, or the status and the sentence that stand for it."""

    async def ask():
        graphite = Graphite(url)
        try:
            return await getattr(graphite, question)(*(of or (["a.b"], 60, 10)))
        except ProblemError as error:
            return error.status, str(error)
        finally:
            await graphite.close()

    return asyncio.run(ask())


def test_render_passes_on_what_the_real_graphite_answers(graphite, shown):
    target = f"sumSeries({shown.prefix}.clients)"
    (series,) = json.loads(asked(graphite.url, "render", [target], 3600, 2000))
    assert series["target"] == target
    total = sum(value for value, _ in series["datapoints"] if value is not None)
    assert total == shown.total("clients", instances=[""])


def test_render_takes_several_targets_and_asks_nothing_for_none(graphite, shown, closed_port):
    targets = [f"alias({shown.prefix}.clients,'{name}')" for name in ("first", "second")]
    found = json.loads(asked(graphite.url, "render", targets, 3600, 10))
    assert [series["target"] for series in found] == ["first", "second"]
    assert all(len(series["datapoints"]) <= 10 for series in found)
    assert asked(f"http://127.0.0.1:{closed_port}", "render", [], 60, 10) == b"[]"


def test_expand_names_the_metrics_that_fit(graphite, shown):
    found = asked(graphite.url, "expand", f"{shown.prefix}.*.system.up_time")
    assert sorted(found) == [f"{shown.prefix}.{name}.system.up_time" for name in ("one", "two")]


def test_graphite_that_is_away_is_told_from_one_that_refuses(graphite, closed_port):
    assert asked(f"http://127.0.0.1:{closed_port}") == (502, module._AWAY)
    assert asked("http://[broken") == (502, module._AWAY)
    assert asked(graphite.url, "render", ["unknownFunction(a.b)"], 60, 10) == (502, module._WRONG)


@pytest.mark.parametrize(
    "answer",
    [{"status": 500}, {"status": 302}, {"kind": b"text/html"}],
    ids=["status", "redirection", "page"],
)
def test_answer_of_something_else_is_not_passed_on(answer):
    with answering(**answer) as url:
        assert asked(url) == (502, module._WRONG)


def test_expanded_answer_of_another_shape_is_refused():
    with answering(b'{"names": []}') as url:
        assert asked(url, "expand", "a.*") == (502, module._WRONG)


def test_answer_that_does_not_end_in_time_is_late(monkeypatch):
    monkeypatch.setattr(module, "ANSWER_SECONDS", 0.3)
    with answering(b" ", times=100) as url:
        assert asked(url)[0] == 504


def test_answer_that_is_too_long_is_cut_off(monkeypatch):
    monkeypatch.setattr(module, "LONGEST_ANSWER", 1 << 20)
    with answering(b" " * (1 << 18), times=100) as url:
        assert asked(url) == (502, module._LONG)
