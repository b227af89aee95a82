import re

import pytest
from playwright.sync_api import expect

from bank_rs.dashboards.outcomes import RANKING
from tests.service.dashboard.copies import committed, panels
from tests.service.dashboard.looking import MODEL, PRODUCT, SERVICE, looking, offers, requests
from tests.service.dashboard.visitor import READY, plain

OFFERS = "Предложения по продуктам"


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
        assert tabs.all_inner_texts() == ["Сервис", "Продукты", "Модель", "Дрейф"]


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


def test_months_are_drawn_whatever_time_is_chosen(open_page, served, shown):
    with looking(open_page, served, MODEL, range="15m") as visitor:
        label = visitor.panel(RANKING).get_by_role("img").get_attribute("aria-label")
        assert "Все версии" in label
        assert visitor.figure("Клиентов с исходом") == str(shown.values["outcome.judged"])
        assert len(visitor.bars("Полнота по продуктам")) == 24
