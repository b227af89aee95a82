"""The panels' targets, asked of a real Graphite."""

import re

import httpx2
import pytest

from bank_rs.catalog import PRODUCTS
from bank_rs.service.metering.catalogue import QUALITY
from tests.dashboards.planted import POINTS, STEP, Planted

SLUGS = [product.slug for product in PRODUCTS]
WEEK = 7 * 86_400
MOVERS = {"Предлагаем чаще", "Предлагаем реже"}


@pytest.fixture(params=["planted", "planted_bare", "planted_instances"])
def anywhere(request):
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module")
def week_old(graphite):
    """A service that offered other shares of its clients a week ago."""
    planted = Planted(graphite, "planted-week", ("",))
    now = {"clients": 200, "mortgage": 20, "loans": 5, "credit_card": 10, "securities": 4}
    then = {"clients": 100, "mortgage": 5, "loans": 10, "credit_card": 5, "securities": 0}
    graphite.store(
        (_name(planted, name), value, planted.end - age - back * STEP)
        for age, values in ((0, now), (WEEK, then))
        for name, value in values.items()
        for back in range(POINTS)
    )
    return planted


def _name(planted, name):
    return f"{planted.prefix}.{name if name == 'clients' else f'target.{name}'}"


def test_targets_return_points(anywhere, targets):
    empty = [
        place
        for place, target in targets.items()
        if place[1] not in MOVERS and not any(anywhere.figures(target).values())
    ]
    assert targets
    assert empty == []


def test_targets_of_one_instance_return_points(planted, targets):
    empty = [
        place
        for place, target in targets.items()
        if place[1] not in MOVERS and not any(planted.figures(target, "two").values())
    ]
    assert empty == []


def test_service_figures_are_exact(anywhere, targets):
    def figure(title):
        (values,) = anywhere.figures(targets["bank-rs-service", title, "A"]).values()
        return values

    codes = {code: anywhere.total(f"response_code.{code}") for code in ("200", "422", "503")}
    mean = anywhere.total("response_time.sum") / anywhere.total("response_time.count")
    assert figure("Запросов") == [sum(codes.values())]
    assert figure("Доля ошибок") == [pytest.approx(codes["503"] / sum(codes.values()))]
    assert figure("Среднее время ответа") == [pytest.approx(mean)]
    assert figure("Потеряно точек") == [anywhere.total("metrics.dropped")]


def test_service_rates_by_code_add_up_to_the_requests(anywhere, targets):
    target = targets["bank-rs-service", "Запросы в секунду по кодам ответа", "A"]
    counted = {
        code: pytest.approx(sum(values) * STEP) for code, values in anywhere.figures(target).items()
    }
    assert counted == {code: anywhere.total(f"response_code.{code}") for code in counted}
    assert set(counted) == {"200", "422", "503"}


@pytest.mark.parametrize("most_points", [500, 7])
def test_product_totals_are_exact(anywhere, targets, most_points):
    target = targets["bank-rs-products", "Предложения по продуктам", "A"]
    figures = anywhere.figures(target, maxDataPoints=most_points)
    totals = {slug: value for slug, (value,) in figures.items()}
    assert totals == {slug: anywhere.total(f"target.{slug}") for slug in SLUGS}
    assert list(totals.values()) == sorted(totals.values(), reverse=True)


def test_product_probabilities_are_the_mean_over_clients(anywhere, targets):
    figures = anywhere.figures(targets["bank-rs-products", "Средняя вероятность", "A"])
    clients = anywhere.total("clients")
    assert figures == {
        slug: [pytest.approx(anywhere.total(f"target_proba.{slug}.sum") / clients)]
        for slug in SLUGS
    }


def test_product_shares_are_of_the_clients(anywhere, targets):
    title = "Доля клиентов, которым предложен продукт"
    figures = anywhere.figures(targets["bank-rs-products", title, "A"])
    clients = anywhere.total("clients")
    for slug in SLUGS:
        share = anywhere.total(f"target.{slug}") / clients
        assert figures[slug] == pytest.approx([share] * len(figures[slug]))


def test_product_movers_are_against_the_week_before(week_old, targets):
    rising = week_old.figures(targets["bank-rs-products", "Предлагаем чаще", "A"])
    falling = week_old.figures(targets["bank-rs-products", "Предлагаем реже", "A"])
    assert rising == {"mortgage": [pytest.approx(1.0)]}
    assert falling == {"loans": [pytest.approx(-0.75)]}


def test_product_movers_are_against_the_week_before_when_its_points_are_minutes(week_old, targets):
    target = targets["bank-rs-products", "Предлагаем чаще", "A"]
    day = week_old.figures(target, from_=week_old.end - 86_400 + 60)
    assert day == {"mortgage": [pytest.approx(1.0)]}


def test_product_movers_say_nothing_without_a_week(planted, targets):
    for title in MOVERS:
        assert planted.figures(targets["bank-rs-products", title, "A"]) == {}


def test_products_are_shown_under_their_russian_names(dashboards):
    russian = {product.slug: product.ru for product in PRODUCTS}
    for panel in dashboards["bank-rs-products"]["panels"]:
        if panel["type"] in ("bargauge", "timeseries"):
            overrides = panel["fieldConfig"]["overrides"]
            assert russian == {
                override["matcher"]["options"]: rule["value"]
                for override in overrides
                for rule in override["properties"]
                if rule["id"] == "displayName"
            }


def test_model_shows_every_metric_of_the_card(planted, dashboards):
    asked = {
        target["target"]
        for panel in dashboards["bank-rs-model"]["panels"]
        for target in panel.get("targets", [])
    }
    for metric in QUALITY:
        (target,) = (target for target in asked if f".model.quality.{metric}," in target)
        (values,) = planted.figures(target).values()
        assert set(values) == {3 * planted.values[f"model.quality.{metric}"]}


def test_challenger_shares_and_shifts_are_exact(anywhere, targets):
    def figures(title):
        return anywhere.figures(targets["bank-rs-model", title, "A"])

    def shift(name, slug):
        tried, serving = (f"shadow.{side}_{name}" for side in ("challenger", "champion"))
        return anywhere.total(tried.format(slug)) / anywhere.total(serving.format(slug)) - 1

    share = anywhere.total("shadow.disagreements") / anywhere.total("shadow.compared")
    assert figures("Расходятся ответы") == {"Доля": [pytest.approx(share)]}
    assert figures("Клиентов у канарейки") == {"Клиентов": [anywhere.total("canary.answered")]}
    for title, name in (
        ("Сдвиг ожидаемых покупок", "target_proba.{}.sum"),
        ("Сдвиг предложений", "target.{}"),
    ):
        assert figures(title) == {slug: [pytest.approx(shift(name, slug))] for slug in SLUGS}


def test_swap_annotation_has_a_point_for_each_swap(planted, dashboards):
    for dashboard in dashboards.values():
        (annotation,) = dashboard["annotations"]["list"]
        figures = planted.figures(annotation["target"]["target"])
        assert list(figures) == ["Сменилась версия модели"]
        assert sum(*figures.values()) == planted.total("model.swaps")


def test_instance_variable_finds_the_named_instances_only(planted, dashboards):

    (variable,) = dashboards["bank-rs-service"]["templating"]["list"]
    (query,) = re.fullmatch(r"expand\((.*)\)", planted.expression(variable["query"])).groups()
    url = f"{planted.graphite.url}/metrics/expand"
    found = httpx2.get(url, params={"query": query, "leavesOnly": 1}, trust_env=False).json()
    pattern = planted.expression(variable["regex"].strip("/"))
    assert [re.search(pattern, path)[1] for path in found["results"]] == ["one", "two"]


def test_dashboards_link_to_each_other(dashboards):
    for uid, dashboard in dashboards.items():
        others = {f"/d/{other}" for other in dashboards if other != uid}
        assert {link["url"] for link in dashboard["links"]} == others
    assert set(dashboards) == {
        "bank-rs-service",
        "bank-rs-products",
        "bank-rs-model",
        "bank-rs-drift",
    }


def test_links_and_annotations_are_not_hidden_in_a_menu(dashboards):
    for dashboard in dashboards.values():
        shown = [*dashboard["links"], *dashboard["annotations"]["list"]]
        assert not any("placement" in part for part in shown)


def test_legend_of_many_products_is_a_table_at_the_right(dashboards):
    (legend,) = (
        panel["options"]["legend"]
        for panel in dashboards["bank-rs-products"]["panels"]
        if panel["type"] == "timeseries"
    )
    assert (legend["displayMode"], legend["placement"]) == ("table", "right")
