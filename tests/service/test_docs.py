import re
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from bank_rs.service.answering.explained import ExplainedProduct
from bank_rs.service.docs import STATIC, add_docs
from tests.load.server import serving
from tests.service.browser import find_browser, visit

ROOT = Path(__file__).parents[2]
PAGES = ["/docs", "/redoc"]
LISTED = dict(
    reversed(line.split("  "))
    for line in (STATIC / "VERSIONS.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
)


@pytest.fixture(scope="module")
def app():
    app = FastAPI(title="bank-rs", docs_url=None, redoc_url=None)
    add_docs(app)

    @app.post("/explain")
    def explain(client: dict[str, str]) -> list[ExplainedProduct]:
        return []

    return app


@pytest.fixture(scope="module")
def client(app):
    return TestClient(app)


@pytest.fixture(scope="module")
def browser():
    found = find_browser()
    if not found:
        pytest.skip("no browser is installed: 'apt-get install chromium' brings one")
    return found


def test_vendored_files_are_those_of_their_packages():
    files = [path for path in STATIC.rglob("*") if path.is_file() and path.name != "VERSIONS.txt"]
    found = {str(path.relative_to(STATIC)): sha256(path.read_bytes()).hexdigest() for path in files}
    assert found == LISTED
    assert all(str(path).endswith(".map") is False for path in files)


def test_built_package_holds_the_vendored_files(tmp_path):
    build = "import sys; from flit_core.buildapi import build_wheel; build_wheel(sys.argv[1])"
    subprocess.run([sys.executable, "-c", build, tmp_path], cwd=ROOT, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = set(ZipFile(wheel).namelist())
    assert {f"bank_rs/service/static/{name}" for name in [*LISTED, "VERSIONS.txt"]} <= names


@pytest.mark.parametrize("page", PAGES)
def test_page_loads_from_this_service_alone(client, page):
    response = client.get(page)
    assert response.status_code == 200
    loaded = re.findall(r"(?:src|href|spec-url)=\"([^\"]+)\"", response.text)
    assert len(loaded) == 3
    for path in loaded:
        assert path.startswith("/")
        assert client.get(path).status_code == 200
    assert "http" not in response.text


@pytest.mark.parametrize("page", PAGES)
def test_page_forbids_the_browser_to_load_from_elsewhere(client, page):
    policy = client.get(page).headers["content-security-policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert "unsafe" not in rules["script-src"]
    assert not re.search(r"http|\*", policy)


@pytest.mark.parametrize("page", PAGES)
def test_page_behind_a_proxy_loads_from_where_the_proxy_put_it(app, page):
    text = TestClient(app, root_path="/bank").get(page).text
    assert '"/bank/static/' in text
    assert "/bank/openapi.json" in text
    assert not re.search(r"[\"'](/static|/openapi)", text)


def test_pages_are_no_operations_of_the_interface(client):
    assert list(client.get("/openapi.json").json()["paths"]) == ["/explain"]


def test_assets_may_be_kept_and_are_sent_whole(client):
    path = "/static/docs/redoc-2.5.4/LICENSE"
    response = client.get(path)
    assert "immutable" in response.headers["cache-control"]
    for part in ("bytes=0-1", "bytes=9-1", "lines=1"):
        assert client.get(path, headers={"range": part}).content == response.content
    again = client.get(path, headers={"if-none-match": response.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    "path", ["", "nothing", "..%2fdocs.py", "%2e%2e/docs.py", "redoc-2.5.4", "%00", "a" * 5000]
)
def test_only_vendored_files_are_assets(client, path):
    assert client.get(f"/static/docs/{path}").status_code == 404


@pytest.mark.parametrize(
    ("page", "shown"), [("/docs", "opblock-summary-path"), ("/redoc", "operation/explain")]
)
def test_browser_without_internet_shows_the_operations(app, browser, page, shown, tmp_path):
    with serving(app) as address:
        found = visit(browser, f"{address}{page}", tmp_path)
    assert shown in found.document
    assert "explain" in found.document
    assert f"{address}/openapi.json" in found.requested
    assert all(url.startswith(f"{address}/") for url in found.requested)
