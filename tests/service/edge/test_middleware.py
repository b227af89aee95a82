"""The middleware together, in the order in which a request meets it."""

import json
from contextlib import contextmanager

import pytest
from fastapi.testclient import TestClient

from bank_rs.service.edge.key_ring import KeysError
from bank_rs.service.metering.metrics import Metrics
from bank_rs.settings import Settings
from tests.service.served_app import create_app
from tests.service.taken import take

KEY = "a-key-of-a-client"


@contextmanager
def asking(metrics=None, **settings):
    app = create_app(Settings(_env_file=None, **settings), metrics)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def test_refusals_are_counted_and_named_like_answers():
    metrics = Metrics()
    with asking(metrics, api_keys=KEY, rate_limit=1) as client:
        refused = client.get("/wait")
        answers = [client.get("/wait", headers={"x-api-key": KEY}) for _ in range(2)]
    assert [answer.status_code for answer in (refused, *answers)] == [401, 422, 429]
    for answer in (refused, *answers):
        assert answer.json()["request_id"] == answer.headers["x-request-id"]
    readings = take(metrics)
    assert [readings[f"response_code.{code}"] for code in (401, 422, 429)] == [1, 1, 1]


def test_rate_is_counted_for_each_key():
    other = KEY[::-1]
    with asking(api_keys=f"{KEY}, {other}", rate_limit=1) as client:
        codes = [
            client.get("/", headers={"x-api-key": key}).status_code for key in (KEY, KEY, other)
        ]
    assert codes == [200, 429, 200]


def test_unlimited_service_has_no_table_of_callers():
    app = create_app(Settings(_env_file=None))
    assert [layer.cls.__name__ for layer in app.user_middleware] == ["Observe", "Capacity"]


@pytest.mark.parametrize("keys", ["", "short", f"{KEY},", "two words are no key"])
def test_keys_that_cannot_guard_are_refused_at_the_start(keys):
    with pytest.raises(KeysError, match=r"BANK_RS_API_KEYS: key \d is not one word"):
        create_app(Settings(_env_file=None, api_keys=keys))


def test_key_is_named_in_the_access_line(capfd):
    with asking(api_keys=KEY) as client:
        client.get("/", headers={"authorization": f"Bearer {KEY}"})
        client.get("/")
    known, unknown = map(json.loads, capfd.readouterr().err.splitlines())
    assert len(known["key_id"]) == 8
    assert "key_id" not in unknown
    assert known["path"] == unknown["path"] == "/"
