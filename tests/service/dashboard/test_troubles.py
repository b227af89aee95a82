"""The page where something is missing: data, Graphite, dashboards, a key."""

import pytest
from playwright.sync_api import expect

from tests.graphite import free_ports, running_graphite
from tests.load.server import serving
from tests.service.dashboard.conftest import dashboard_app
from tests.service.dashboard.copies import copied, panels
from tests.service.dashboard.looking import MODEL, PRODUCT, SERVICE, looking, requests
from tests.service.dashboard.visitor import READY

AWAY = "Graphite не отвечает."


@pytest.mark.parametrize("board", [SERVICE, PRODUCT, MODEL])
def test_empty_graphite_is_said_in_the_dashboard_s_words(open_page, graphite, board, tmp_path):
    app = dashboard_app(copied(tmp_path, "nothing-here"), graphite.url)
    with serving(app) as url, looking(open_page, url, board) as visitor:
        assert visitor.said(".fault") == []
        for panel in panels(board):
            words = panel["fieldConfig"]["defaults"]["noValue"]
            shown = visitor.panel(panel["title"]).locator(".nothing")
            assert shown.inner_text() == words


def test_graphite_that_comes_back_is_shown(open_page, tmp_path):
    ports = free_ports("graphite_web_port")
    app = dashboard_app(
        copied(tmp_path / "boards", "late"), f"http://127.0.0.1:{ports['graphite_web_port']}"
    )
    with serving(app) as url, open_page("about:blank") as visitor:
        visitor.expected.add(502)
        visitor.open(url, SERVICE)
        assert visitor.said(".fault") == [AWAY] * len(panels(SERVICE))
        told = visitor.page.locator("#state")
        expect(told).to_have_text(f"Не обновились панели: {len(panels(SERVICE))}")
        with running_graphite(tmp_path / "graphite", **ports):
            visitor.again()
            assert visitor.said(".fault") == []
            assert visitor.said(".nothing")
            expect(told).to_contain_text("Обновлено в")
        visitor.again()
        assert visitor.said(".fault") == [AWAY] * len(panels(SERVICE))


def test_missing_dashboards_name_what_to_set(open_page, tmp_path):
    app = dashboard_app(tmp_path, "http://127.0.0.1:9")
    with serving(app) as url, open_page("about:blank") as visitor:
        visitor.expected.add(404)
        visitor.visit(f"{url}/dashboard")
        expect(visitor.page.get_by_role("alert")).to_contain_text("BANK_RS_DASHBOARDS_DIR")


def test_key_is_asked_for_and_kept_in_the_tab_alone(open_page, graphite, shown, dashboards):
    key = "k" * 32
    app = dashboard_app(dashboards, graphite.url, api_keys=key)
    with serving(app) as url, open_page("about:blank") as visitor:
        page = visitor.page
        visitor.expected.add(401)
        visitor.visit(f"{url}/dashboard?board={SERVICE}&refresh=off")
        dialog = page.get_by_role("dialog", name="Нужен ключ")
        for wrong in ("wrong", "ключ"):
            dialog.get_by_label("Ключ").fill(wrong)
            dialog.get_by_role("button").click()
            expect(dialog).to_contain_text("Сервис не знает этого ключа.")
        dialog.get_by_label("Ключ").fill(key)
        page.keyboard.press("Enter")
        page.wait_for_selector(READY)
        assert visitor.figure("Запросов") == str(requests(shown))
        assert page.evaluate("Object.values(sessionStorage)") == [key]
        assert page.evaluate("localStorage.length + document.cookie.length") == 0
        assert key not in page.url
        page.reload()
        page.wait_for_selector(READY)
        assert visitor.figure("Запросов") == str(requests(shown))


def test_answers_of_a_busy_service_are_waited_for(open_page, served, shown):
    refused = []

    def refuse_once(route):
        if route.request.url in refused:
            route.continue_()
        else:
            refused.append(route.request.url)
            route.fulfill(status=429, headers={"retry-after": "0"}, json={"detail": "later"})

    with open_page("about:blank") as visitor:
        visitor.expected.add(429)
        visitor.page.route("**/dashboard/data*", refuse_once)
        visitor.open(served, SERVICE)
        assert len(refused) == len(panels(SERVICE))
        assert visitor.figure("Запросов") == str(requests(shown))
