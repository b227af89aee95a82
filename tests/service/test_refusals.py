"""Requests that are refused, and how they are told so."""

import json
import re

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from bank_rs.data.example import EXAMPLE_RECORD
from bank_rs.service.api import create_app

ROUTES = ("/predict", "/predict_proba", "/recommend", "/explain")
JSON_TYPE = {"content-type": "application/json"}
KEY = "a-key-of-a-client"
SECRET = "ESMERALDA"


def post(client, body, path="/predict", **headers):
    return client.post(path, content=body, headers=JSON_TYPE | headers)


def problem_of(response):
    """The problem document of an answer, once it is seen to be one."""
    problem = response.json()
    assert response.headers["content-type"] == "application/problem+json"
    assert problem["status"] == response.status_code
    assert problem["request_id"] == response.headers["x-request-id"] != ""
    assert problem["title"]
    assert problem["detail"].endswith(".")
    assert SECRET not in response.text
    return problem


every_route = pytest.mark.parametrize("path", ROUTES)


@every_route
@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"age": SECRET}, "age"),
        ({"age": True}, "age"),
        ({"fecha_dato": "2016-02-31"}, "fecha_dato"),
        ({"fecha_dato": None}, "fecha_dato"),
        ({"ind_tjcr_fin_ult1": 2}, "ind_tjcr_fin_ult1"),
        ({"indresi": SECRET}, "indresi"),
        ({"renta": f"12,5{SECRET}"}, "renta"),
        ({"nothing": SECRET}, "nothing"),
        ({"ncodpers": [SECRET]}, "ncodpers"),
        ({"id": 1}, "id"),
        ({"history": [{"fecha_dato": SECRET}]}, "history[0].fecha_dato"),
        ({"history": {}}, "history"),
    ],
)
def test_broken_field_is_named_with_its_rule_and_without_its_value(client, path, change, field):
    response = client.post(path, json=EXAMPLE_RECORD | change)
    assert response.status_code == 422
    (error,) = problem_of(response)["errors"]
    assert error["field"] == field
    assert error["rule"]


def test_every_broken_field_is_named(client):
    problem = problem_of(client.post("/predict", json={"age": "x", "renta": "y"}))
    fields = {error["field"] for error in problem["errors"]}
    assert fields == {"fecha_dato", "ncodpers", "age", "renta"}


@every_route
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"7",
        f'"{SECRET}"'.encode(),
        b"\xff\xfe",
        b'{"id": 1,}',
        b"[" * 100_000,
        b'{"ncodpers": 1' + b"0" * 10_000 + b"}",
        f'{{"age": {SECRET}}}'.encode(),
    ],
    ids=lambda body: str(body[:9]),
)
def test_body_that_is_no_json_object_is_malformed(client, path, body):
    response = post(client, body, path)
    assert response.status_code == 400
    (error,) = problem_of(response)["errors"]
    assert error["field"] == "body"


@pytest.mark.parametrize("field", ["renta", "age", "indrel_1mes", "ind_cco_fin_ult1", "sexo"])
@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e400"])
def test_number_that_is_none_breaks_the_rule_of_every_field(client, field, number):
    body = json.dumps(EXAMPLE_RECORD | {field: "@"}).replace('"@"', number)
    (error,) = problem_of(post(client, body))["errors"]
    assert error["field"] == field


@every_route
@pytest.mark.parametrize("kind", ["text/plain", "application/x-ndjson", "application/xml", SECRET])
def test_body_of_another_type_is_refused(client, path, kind):
    response = post(client, json.dumps(EXAMPLE_RECORD), path, **{"content-type": kind})
    assert response.status_code == 415
    problem_of(response)


@every_route
def test_body_beyond_1_mib_is_refused(client, path):
    body = json.dumps(EXAMPLE_RECORD)
    assert post(client, body.ljust(2**20), path).status_code == 200
    response = post(client, body.ljust(2**20 + 1), path)
    assert response.status_code == 413
    problem_of(response)


def test_batch_beyond_10_mib_is_refused(client):
    assert post(client, b"[]".ljust(10 * 2**20), "/predict/batch").status_code == 200
    response = post(client, b"[]".ljust(10 * 2**20 + 1), "/predict/batch")
    assert response.status_code == 413
    problem_of(response)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", f"/{SECRET}", 404),
        ("GET", "/predict/nothing", 404),
        ("GET", "/predict", 405),
        ("PUT", "/predict/batch", 405),
        ("POST", "/", 405),
        ("DELETE", "/health/live", 405),
    ],
)
def test_http_error_is_a_problem_document(client, method, path, status):
    response = client.request(method, path)
    assert response.status_code == status
    problem_of(response)
    assert (status == 405) == ("allow" in response.headers)


@pytest.mark.parametrize("page", ["/docs", "/redoc"])
def test_page_and_all_it_loads_need_no_key(settings, page):
    app = create_app(settings.model_copy(update={"api_keys": SecretStr(KEY)}))
    with TestClient(app) as client:
        loaded = re.findall(r'(?:src|href)="(/static/[^"]+)"', client.get(page).text)
        assert len(loaded) > 1
        assert {client.get(path).status_code for path in loaded} == {200}


def test_request_without_a_key_is_refused(settings):
    app = create_app(settings.model_copy(update={"api_keys": SecretStr(KEY)}))
    with TestClient(app) as client:
        for path in ("/predict", "/predict/batch", "/explain"):
            response = post(client, b"{}", path, **{"x-api-key": SECRET})
            assert response.status_code == 401
            problem_of(response)
        assert client.get("/model").status_code == 401
        for path in ("/", "/health/live", "/health/ready", "/docs", "/openapi.json"):
            assert client.get(path).status_code == 200
        assert post(client, json.dumps(EXAMPLE_RECORD), **{"x-api-key": KEY}).status_code == 200


def test_request_beyond_the_rate_is_refused(settings):
    app = create_app(settings.model_copy(update={"rate_limit": 0.01}))
    with TestClient(app) as client:
        assert client.get("/model").status_code == 200
        response = client.post("/predict", json=EXAMPLE_RECORD)
        assert response.status_code == 429
        assert int(response.headers["retry-after"]) > 0
        problem_of(response)


@pytest.mark.parametrize("path", ["/predict/", "/health/live/", "/docs/"])
def test_address_with_a_slash_too_many_is_not_found(client, path):
    response = client.get(path, params={"lang": SECRET}, follow_redirects=False)
    assert response.status_code == 404
    assert SECRET not in str(response.headers)


@pytest.mark.parametrize("path", ["/predict", "/predict/batch"])
def test_answer_to_a_record_of_many_unknown_fields_is_short(client, path):
    record = EXAMPLE_RECORD | {f"n{place}": 1 for place in range(50_000)}
    response = client.post(path, json=record if path == "/predict" else [record])
    assert "n49999" not in response.text
    assert len(response.content) < 50_000
