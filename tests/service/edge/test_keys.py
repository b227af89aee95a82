import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from bank_rs.service.edge.keys import KeyRing, Keys
from bank_rs.settings import Settings

KEY, OTHER, FILED = "a-key-of-a-client", "another-key-of-it", "a-key-from-a-file"


async def name(request):
    return PlainTextResponse(request.scope["state"].get("key_id", ""))


@pytest.fixture
def ring(tmp_path):
    file = tmp_path / "keys"
    file.write_text(FILED)
    return KeyRing.from_settings(
        Settings(_env_file=None, api_keys=f"{KEY},{OTHER}", api_keys_file=file)
    )


@pytest.fixture
def web(ring):
    app = Starlette(routes=[Route("/{path:path}", name, methods=["GET", "POST"])])
    app.add_middleware(Keys, ring=ring)
    with TestClient(app) as client:
        yield client


@pytest.mark.parametrize("key", [KEY, OTHER, FILED])
@pytest.mark.parametrize(
    ("header", "form"),
    [("X-API-Key", "{}"), ("Authorization", "Bearer {}"), ("authorization", "bearer  {} ")],
)
def test_key_opens_in_either_header(web, header, form, key):
    answer = web.post("/predict", headers={header: form.format(key)})
    assert answer.status_code == 200
    assert len(answer.text) == 8


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-API-Key": ""},
        {"X-API-Key": KEY[:-1]},
        {"X-API-Key": KEY + "x"},
        {"X-API-Key": KEY.upper()},
        {"X-API-Key": f"{KEY},{OTHER}"},
        {"X-API-Key": "ключ-которого-нет".encode()},
        {"Authorization": KEY},
        {"Authorization": f"Basic {KEY}"},
        {"Authorization": "Bearer"},
    ],
)
def test_request_without_a_valid_key_is_answered_with_401(web, headers):
    answer = web.post("/predict", headers=headers)
    assert answer.status_code == answer.json()["status"] == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.headers["content-type"] == "application/problem+json"
    assert KEY[:-1] not in answer.text.lower()


@pytest.mark.parametrize(
    "path",
    ["/", "/health/live", "/docs", "/docs/x", "/redoc", "/openapi.json", "/static/docs/page.js"],
)
def test_what_is_open_needs_no_key(web, path):
    assert web.get(path).status_code == 200
    assert web.get(path, headers={"x-api-key": "wrong"}).status_code == 200


@pytest.mark.parametrize("path", ["/predict", "/health", "//", "/static/other", "/xdocs"])
def test_nothing_else_is_open(web, path):
    assert web.get(f"http://testserver{path}").status_code == 401


def test_service_without_keys_has_no_ring():
    assert KeyRing.from_settings(Settings(_env_file=None)) is None
