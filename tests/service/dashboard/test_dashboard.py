import json
import re

import pytest
from fastapi.testclient import TestClient

from bank_rs.dashboards.outcomes import RANKING, YEARS
from bank_rs.service.api import create_app
from bank_rs.service.dashboard.dashboard import PAGE
from tests.service.dashboard.conftest import dashboard_app
from tests.service.dashboard.copies import COMMITTED, committed

SERVICE = "bank-rs-service"


@pytest.fixture(scope="module")
def client(graphite, shown, dashboards):
    with TestClient(dashboard_app(dashboards, graphite.url)) as client:
        yield client


def panel(title: str) -> int:
    (found,) = [p["id"] for p in committed()[SERVICE]["panels"] if p["title"] == title]
    return found


def data(client, title: str, **query: object) -> list[dict]:
    query = {"board": SERVICE, "panel": panel(title)} | query
    answer = client.get("/dashboard/data", params=query)
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    return answer.json()


def total(series: list[dict]) -> float:
    return sum(value or 0 for one in series for value, _ in one["datapoints"])


def test_page_loads_from_this_service_alone_wherever_a_proxy_put_it(client):
    page = client.get("/dashboard")
    loaded = re.findall(r"(?:src|href)=\"([^#\"]+)\"", page.text)
    assert len(loaded) == 7
    for path in loaded:
        assert client.get(f"/{path}").status_code == 200
    for file in PAGE.glob("*.js"):
        assert client.get(f"/dashboard/page/{file.name}").text == file.read_text("utf-8")


def test_page_forbids_the_browser_all_but_its_own_files(client):
    headers = client.get("/dashboard").headers
    rules = dict(
        rule.strip().split(" ", 1) for rule in headers["content-security-policy"].split(";")
    )
    assert rules["default-src"] == "'none'"
    assert {rules[f"{kind}-src"] for kind in ("script", "style", "img", "connect")} == {"'self'"}
    assert headers["x-content-type-options"] == "nosniff"


def test_library_may_be_kept_and_the_page_is_asked_for_again(client):
    library = client.get("/dashboard/static/uplot-1.6.32/uPlot.iife.min.js")
    assert "immutable" in library.headers["cache-control"]
    own = client.get("/dashboard/page/app.js")
    assert own.headers["cache-control"] == "no-cache"
    unchanged = {"if-none-match": own.headers["etag"]}
    assert client.get("/dashboard/page/app.js", headers=unchanged).status_code == 304


def test_data_of_a_panel_is_graphite_s_answer(client, shown):
    found = data(client, "Запросы в секунду по кодам ответа")
    assert sorted(series["target"] for series in found) == ["200", "422", "503"]
    codes = [f"response_code.{code}" for code in (200, 422, 503)]
    assert total(found) * 10 == pytest.approx(shown.total(*codes))


@pytest.mark.parametrize("instance", ["one", "two"])
def test_data_of_an_instance_is_its_own(client, shown, instance):
    found = data(client, "Запросы в секунду по кодам ответа", instance=instance)
    codes = [f"response_code.{code}" for code in (200, 422, 503)]
    assert total(found) * 10 == pytest.approx(shown.total(*codes, instances=[instance]))


def test_data_is_of_the_range_and_of_so_many_points(client):
    title = "Процессор"
    for name, seconds in [("15m", 900), ("1h", 3600), ("7d", 7 * 86400)]:
        ((first, *_, last),) = [s["datapoints"] for s in data(client, title, range=name, points=40)]
        assert last[1] - first[1] == pytest.approx(seconds, rel=0.05)
    assert all(len(series["datapoints"]) <= 40 for series in data(client, title, points=40))


def test_instances_are_those_that_push(client):
    assert client.get(f"/dashboard/instances?board={SERVICE}").json() == ["one", "two"]


def test_marks_are_the_swaps(client, shown):
    (series,) = client.get(f"/dashboard/marks?board={SERVICE}").json()
    assert total([series]) == shown.total("model.swaps")


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("panel=2", "board"),
        ("board=bank-rs-service", "panel"),
        ("board=bank-rs-service&panel=x", "panel"),
        ("board=bank-rs-service&panel=2&range=2h", "range"),
        ("board=bank-rs-service&panel=2&points=0", "points"),
        ("board=bank-rs-service&panel=2&points=2001", "points"),
        ("board=bank-rs-service&panel=2&instance=", "instance"),
        ("board=bank-rs-service&panel=2&instance=a.b", "instance"),
        ("board=bank-rs-service&panel=2&instance=')%2Ca.*%2C('", "instance"),
        ("board=bank-rs-service&panel=2&instance=one%0A", "instance"),
        ("board=bank-rs-service&panel=2&instance=%D0%BE%D0%B4%D0%B8%D0%BD", "instance"),
        ("board=bank-rs-service&panel=2&target=a.b", "target"),
        ("board=..%2Fservice&panel=2", "board"),
    ],
)
def test_question_that_breaks_a_rule_is_refused(client, query, field):
    answer = client.get(f"/dashboard/data?{query}")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert [error["field"] for error in answer.json()["errors"]] in ([field], ["body"])


@pytest.mark.parametrize("query", ["board=nothing&panel=2", "board=bank-rs-service&panel=99"])
def test_question_about_what_is_not_there_is_not_found(client, query):
    answer = client.get(f"/dashboard/data?{query}")
    assert answer.status_code == 404
    assert answer.json()["detail"].startswith("The")


def test_missing_dashboards_are_not_found_everywhere(tmp_path):
    client = TestClient(dashboard_app(tmp_path, "http://127.0.0.1:9"))
    for question in ("boards", "data?board=b&panel=1", "marks?board=b", "instances?board=b"):
        answer = client.get(f"/dashboard/{question}")
        assert answer.status_code == 404
        assert "BANK_RS_DASHBOARDS_DIR" in answer.json()["detail"]


def test_graphite_that_is_away_is_a_bad_gateway(dashboards, closed_port):
    with TestClient(dashboard_app(dashboards, f"http://127.0.0.1:{closed_port}")) as client:
        for question in (f"data?board={SERVICE}&panel=2", f"marks?board={SERVICE}"):
            answer = client.get(f"/dashboard/{question}")
            assert answer.status_code == 502
            assert "BANK_RS_GRAPHITE_URL" in answer.json()["detail"]


def test_key_opens_the_data_and_nothing_else_needs_it(graphite, shown, dashboards):
    app = dashboard_app(dashboards, graphite.url, api_keys="k" * 32)
    with TestClient(app) as client:
        library = "/dashboard/static/uplot-1.6.32/uPlot.min.css"
        for path in ("/dashboard", "/dashboard/page/app.js", library):
            assert client.get(path).status_code == 200
        for question in ("boards", f"marks?board={SERVICE}", f"instances?board={SERVICE}"):
            path = f"/dashboard/{question}"
            assert client.get(path).status_code == 401
            assert client.get(path, headers={"x-api-key": "k" * 32}).status_code == 200
        for path in ("/dashboard/", "/dashboardx", "/dashboard/pages", "/dashboard/data"):
            assert client.get(path).status_code == 401


def test_service_has_the_page_and_keeps_it_out_of_its_document(settings, closed_port):
    away = f"http://127.0.0.1:{closed_port}"
    given = {"dashboards_dir": COMMITTED, "graphite_url": away}
    with TestClient(create_app(settings.model_copy(update=given))) as client:
        assert client.get("/dashboard").status_code == 200
        assert client.head("/dashboard").status_code == 200
        assert json.loads(client.get("/dashboard/boards").content)[0]["uid"] in committed()
        assert client.get(f"/dashboard/data?board={SERVICE}&panel=2").status_code == 502
        assert client.get("/model").status_code == 200
        assert not [path for path in client.get("/openapi.json").json()["paths"] if "dash" in path]


def test_page_is_sent_whole_whatever_part_is_asked_for(client):
    for part in ("bytes=0-1", "bytes=9-1", "lines=1"):
        for path in ("/dashboard", "/dashboard/page/app.js"):
            assert client.get(path, headers={"range": part}).status_code == 200


def test_data_of_a_panel_with_a_range_of_its_own_are_of_that_range(client):
    (found,) = (p for p in committed()["bank-rs-model"]["panels"] if p["title"] == RANKING)
    asked = {"board": "bank-rs-model", "panel": found["id"], "range": "1h", "points": 600}
    series = client.get("/dashboard/data", params=asked).json()
    assert {one["target"] for one in series} == {"Все версии", "1", "2"}
    for one in series:
        (_, first), *_, (_, last) = one["datapoints"]
        assert last - first == pytest.approx(YEARS * 365 * 86_400, rel=0.01)
