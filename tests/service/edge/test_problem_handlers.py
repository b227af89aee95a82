import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient
from pydantic import BaseModel

from bank_rs.service.edge.problem_handlers import add_problem_handlers
from bank_rs.service.edge.problems import FieldError, ProblemError

SECRET = "ESMERALDA-77"


class Record(BaseModel, extra="forbid"):
    age: int


@pytest.fixture(scope="module")
def web():
    app = FastAPI()
    add_problem_handlers(app)

    @app.post("/record")
    async def record(record: Record, k: int = 7) -> int:
        return k

    @app.get("/raised/{status}")
    async def raised(request: Request, status: int) -> None:
        error = FieldError(field="age", rule="must be given")
        raise ProblemError(status, "", [error], {"Retry-After": "3"})

    return TestClient(app)


def post(web, content, **options):
    return web.post(
        "/record", content=content, headers={"content-type": "application/json"}, **options
    )


@pytest.mark.parametrize("status", [400, 401, 404, 405, 408, 413, 415, 422, 429, 500, 503])
def test_every_status_has_its_document(web, status):
    answer = web.get(f"/raised/{status}")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["retry-after"] == "3"
    problem = answer.json()
    assert problem["type"] == "about:blank"
    assert problem["status"] == status
    assert problem["title"]
    assert ": " in problem["detail"]
    assert problem["detail"].endswith(".")
    assert problem["errors"] == [{"field": "age", "rule": "must be given"}]
    assert "request_id" in problem


@pytest.mark.parametrize("body", [b"{", b"[]", b"7", b"null", f'{{"age":{SECRET}'.encode()])
def test_body_that_is_no_object_is_answered_with_400_or_422(web, body):
    answer = post(web, body)
    assert answer.status_code in (400, 422)
    assert answer.json()["errors"][0]["field"] == "body"
    assert SECRET not in answer.text


def test_malformed_json_is_400(web):
    assert post(web, b"{").status_code == 400


@pytest.mark.parametrize("query", [{"k": SECRET}, {"k": ""}])
def test_broken_query_is_named(web, query):
    answer = post(web, b'{"age": 1}', params=query)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == ["k"]
    assert SECRET not in answer.text


def test_method_that_is_not_allowed_is_answered_with_those_that_are(web):
    answer = web.get("/record")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "POST"
    assert answer.json()["title"] == "Method Not Allowed"


def test_unknown_address_is_404(web):
    answer = web.get(f"/{SECRET}")
    assert answer.status_code == 404
    assert SECRET not in answer.text
