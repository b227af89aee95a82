import re
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from bank_rs.catalog import PRODUCTS
from tests.dashboards.planted import CODES
from tests.graphite import free_ports, running_graphite
from tests.load.server import serving
from tests.service.dashboard.conftest import dashboard_app
from tests.service.dashboard.copies import committed, copied, panels
from tests.service.dashboard.visitor import READY, plain

SERVICE, PRODUCT, MODEL = "bank-rs-service", "bank-rs-products", "bank-rs-model"
OFFERS = "Предложения по продуктам"
AWAY = "Graphite не отвечает."


@contextmanager
def looking(open_page, url, board=SERVICE, **choices):
    """A visitor of a dashboard that is drawn."""
    with open_page("about:blank") as visitor:
        visitor.open(url, board, **choices)
        yield visitor


def offers(planted, instances=None):
    """What the bars are to say."""
    return {
        product.ru: str(planted.total(f"target.{product.slug}", instances=instances))
        for product in PRODUCTS
    }


def requests(planted, instances=None):
    return planted.total(*(f"response_code.{code}" for code in CODES), instances=instances)


def test_products_stand_with_their_names_and_their_exact_totals(open_page, served, shown):
    with looking(open_page, served, PRODUCT, range="1h") as visitor:
        assert visitor.bars(OFFERS) == offers(shown)
        assert visitor.figure("Клиентов") == str(shown.total("clients"))


def test_requests_are_counted_exactly(open_page, served, shown):
    with looking(open_page, served) as visitor:
        assert visitor.figure("Запросов") == str(requests(shown))


@pytest.mark.parametrize("board", [SERVICE, PRODUCT, MODEL])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_panel_is_drawn_at_its_place(open_page, served, board, scheme):
    with open_page("about:blank", color_scheme=scheme) as visitor:
        visitor.open(served, board, range="1h")
        assert visitor.said(".fault") == []
        for panel in panels(board):
            place = panel["gridPos"]
            shown = visitor.panel(panel["title"])
            box = shown.bounding_box()
            assert box["width"] == pytest.approx(place["w"] * (1334 + 8) / 24 - 8, abs=1)
            assert box["x"] == pytest.approx(16 + place["x"] * (1334 + 8) / 24, abs=1)
            assert box["height"] == pytest.approx(place["h"] * 38 - 8, abs=1)
            if panel["type"] == "timeseries":
                assert shown.locator("canvas").count() == 1
            assert shown.get_by_role("note").get_attribute("aria-label") == panel["description"]


def test_choice_of_an_instance_shows_it_alone(open_page, served, shown):
    with looking(open_page, served) as visitor:
        visitor.choose("Экземпляр", "two")
        assert visitor.figure("Запросов") == str(requests(shown, ["two"]))
        assert "instance=two" in visitor.page.url
        visitor.page.get_by_role("link", name="Продукты").click()
        visitor.page.wait_for_selector(READY)
        assert visitor.bars(OFFERS) == offers(shown, ["two"])


def test_choice_of_a_time_is_asked_of_graphite_and_kept_in_the_address(open_page, served):
    with looking(open_page, served) as visitor:
        with visitor.page.expect_request(re.compile("/data.*range=7d")):
            visitor.choice("Время").select_option(label="7 дней")
        visitor.page.reload()
        expect(visitor.choice("Время")).to_have_value("7d")


def test_page_opens_as_the_dashboard_says(open_page, served):
    with open_page(f"{served}/dashboard?board={PRODUCT}") as visitor:
        visitor.page.wait_for_selector(READY)
        expect(visitor.choice("Время")).to_have_value("24h")
        expect(visitor.choice("Обновлять")).to_have_value("10s")
        assert visitor.page.title() == committed()[PRODUCT]["title"]
        tabs = visitor.page.get_by_role("navigation").get_by_role("link")
        assert tabs.all_inner_texts() == ["Сервис", "Продукты", "Модель"]


def test_page_asks_again_as_often_as_it_is_told(open_page, served):
    with open_page("about:blank") as visitor:
        visitor.page.clock.install()
        visitor.open(served, SERVICE)
        with visitor.page.expect_request(re.compile("/data")):
            visitor.choice("Обновлять").select_option(label="30 с")
        visitor.page.wait_for_selector(READY)
        with visitor.page.expect_request(re.compile("/data")):
            visitor.page.clock.fast_forward(30_000)


def test_swaps_of_the_model_are_marked(open_page, served):
    with looking(open_page, served) as visitor:
        label = visitor.panel("Процессор").get_by_role("img").get_attribute("aria-label")
        assert re.search(r"Отметок на графике: \d+\.$", label)


def test_legend_leaves_one_series_alone_and_brings_the_others_back(open_page, served):
    with looking(open_page, served) as visitor:
        panel = visitor.panel("Время ответа")
        assert panel.locator(".legend button").all_inner_texts() == ["p50", "p95", "p99", "max"]
        panel.get_by_role("button", name="p95").click()
        label = panel.get_by_role("img").get_attribute("aria-label")
        assert "p95" in label
        assert "p99" not in label
        panel.get_by_role("button", name="p95").click()
        assert "p99" in panel.get_by_role("img").get_attribute("aria-label")


def test_arrow_keys_walk_along_a_chart(open_page, served, shown):
    with looking(open_page, served, range="15m", instance="one") as visitor:
        visitor.panel("Процессы экземпляров").get_by_role("img").hover()
        visitor.panel("Процессы экземпляров").get_by_role("img").focus()
        hover = visitor.page.locator(".hover:visible")
        for _ in range(90):
            visitor.page.keyboard.press("ArrowRight")
        for _ in range(20):
            visitor.page.keyboard.press("ArrowLeft")
        expect(hover).to_have_count(1)
        assert plain(hover.inner_text()).endswith(str(2 * shown.values["system.workers"]))


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


@pytest.mark.parametrize("width", [360, 768, 1366, 1920])
@pytest.mark.parametrize("board", [SERVICE, PRODUCT, MODEL])
def test_nothing_is_wider_than_the_window(open_page, served, board, width):
    with open_page("about:blank") as visitor:
        visitor.page.set_viewport_size({"width": width, "height": 768})
        visitor.open(served, board, range="1h")
        wide = visitor.page.evaluate(
            """[document.documentElement, ...document.querySelectorAll(".figure, .panel")]
               .filter((found) => found.scrollWidth > Math.max(found.clientWidth, 1) + 1)
               .map((found) => found.innerText.slice(0, 40))"""
        )
        assert wide == []


def test_pages_follow_the_system_s_colours(open_page, served):
    with looking(open_page, served) as visitor:
        colours = set()
        for scheme in ("light", "dark"):
            visitor.page.emulate_media(color_scheme=scheme)
            colour = "getComputedStyle(document.body).backgroundColor"
            colours.add(visitor.page.evaluate(colour))
            assert visitor.panel("Запросов").locator(".figure").get_attribute("style")
        assert len(colours) == 2
