import asyncio

import pytest
from starlette.requests import ClientDisconnect

from bank_rs.service.answering.body import JSON, NDJSON, media_type, read_body
from bank_rs.service.edge.problems import ProblemError

LIMIT = 10


def receiver(*messages, endless=False):
    waiting = list(messages)

    async def receive():
        if waiting or not endless:
            return waiting.pop(0)
        return await asyncio.Event().wait()

    return receive


def part(body, more=True):
    return {"type": "http.request", "body": body, "more_body": more}


def read(*messages, headers=None, endless=False, seconds=30):
    receive = receiver(*messages, endless=endless)
    return asyncio.run(read_body(headers or {}, receive, LIMIT, seconds))


def refusal(*messages, **options):
    with pytest.raises(ProblemError) as refused:
        read(*messages, **options)
    return refused.value.status


def test_body_in_parts_is_whole():
    assert read(part(b"ab"), part(b""), part(b"c", more=False)) == b"abc"


def test_body_in_one_part_is_whole():
    assert read(part(b"abc", more=False)) == b"abc"


def test_body_at_the_limit_is_taken():
    assert len(read(part(b"x" * LIMIT, more=False))) == LIMIT


def test_body_said_to_be_too_long_is_not_read():
    assert refusal(headers={b"content-length": b"11"}) == 413


def test_body_that_grows_too_long_is_refused():
    assert refusal(part(b"x" * 6), part(b"x" * 6), endless=True) == 413
    assert refusal(part(b"x" * 11, more=False)) == 413


def test_body_that_does_not_come_is_refused():
    assert refusal(endless=True, seconds=0.01) == 408
    assert refusal(part(b"x"), endless=True, seconds=0.01) == 408


def test_client_that_leaves_is_told_apart():
    with pytest.raises(ClientDisconnect):
        read(part(b"x"), {"type": "http.disconnect"})


@pytest.mark.parametrize(
    ("given", "known"),
    [
        (b"", JSON),
        (b"application/json", JSON),
        (b"Application/JSON; charset=utf-8", JSON),
        (b"application/vnd.bank+json", JSON),
        (b"application/x-ndjson", NDJSON),
    ],
)
def test_media_type_is_known(given, known):
    assert media_type({b"content-type": given} if given else {}, (JSON, NDJSON)) == known


@pytest.mark.parametrize("given", [b"text/plain", b"application/x-ndjson", b"\xff", b"json"])
def test_media_type_that_is_not_taken_is_refused(given):
    with pytest.raises(ProblemError) as refused:
        media_type({b"content-type": given}, (JSON,))
    assert refused.value.status == 415
