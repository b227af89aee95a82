"""The provisioned rules, evaluated over points in a real Graphite."""

from functools import cache
from pathlib import Path

import pytest
import yaml

from bank_rs.catalog import PRODUCTS
from bank_rs.dashboards.expression import Expression
from bank_rs.dashboards.source import UID
from tests.dashboards.evaluator import fires
from tests.dashboards.planted import STEP, Planted

FILE = Path(__file__).parents[2] / "grafana" / "provisioning" / "alerting" / "bank-rs.yaml"
HOUR = 3600
PREDICT = "endpoint.predict.response_time"

GOOD = {
    "response_code.200": 100,
    "response_code.503": 0,
    f"{PREDICT}.p99": 20,
    f"{PREDICT}.count": 100,
    "clients": 100,
    **{f"target.{product.slug}": 3 for product in PRODUCTS},
    "system.memory_free_mb": 4000,
    "system.up_time": 600,
    "predictions.dropped": 0,
    "metrics.dropped": 0,
    "shadow.compared": 100,
    "shadow.disagreements": 5,
    "drift.day.alarms": 0,
}
"""Values of one interval of a service that is well."""

BAD = {
    "bank-rs-error-share": {"response_code.503": 10},
    "bank-rs-slow-predict": {f"{PREDICT}.p99": 900},
    "bank-rs-no-data": dict.fromkeys(GOOD),
    "bank-rs-low-memory": {"system.memory_free_mb": 150},
    "bank-rs-predictions-dropped": {"predictions.dropped": 1},
    "bank-rs-metrics-dropped": {"metrics.dropped": 1},
    "bank-rs-challenger-disagrees": {"shadow.disagreements": 30},
    "bank-rs-drift": {"drift.day.alarms": 2},
    "bank-rs-silent-hip": {"target.mortgage": 0},
}
"""What is otherwise when a rule must fire; None leaves the point out."""


@pytest.fixture(scope="module")
def rules():
    groups = yaml.safe_load(FILE.read_text("utf-8"))["groups"]
    return {rule["uid"]: rule for group in groups for rule in group["rules"]}


def plant(graphite, prefix, now, *, instances=("",), before=GOOD, seconds=HOUR):
    """A service with values of `now` for the last seconds, and of `before` for two hours before."""
    planted = Planted(graphite, prefix, instances)
    spans = ((now, 0, seconds), (before, seconds, seconds + 2 * HOUR))
    graphite.store(
        (".".join(part for part in (prefix, instance, name) if part), value, planted.end - back)
        for instance in instances
        for values, youngest, oldest in spans
        for back in range(youngest, oldest, 6 * STEP)
        for name, value in values.items()
        if value is not None
    )
    return planted


def firing(rules, planted):
    """Uids of the rules that fire at the end of what is planted."""

    @cache
    def ask(target, since, until):
        window = {"from_": planted.end - since, "until": planted.end - until}
        series = planted.graphite.render(planted.expression(target), maxDataPoints=500, **window)
        return [[value for value, _ in one["datapoints"]] for one in series]

    return {uid for uid, rule in rules.items() if fires(rule, ask)}


def test_rules_stay_quiet_at_the_first_start(rules, graphite):
    assert firing(rules, Planted(graphite, "alerts-nothing")) == set()


def test_rules_stay_quiet_in_the_first_minutes(rules, graphite):
    first = plant(graphite, "alerts-first", GOOD, before={}, seconds=120)
    assert firing(rules, first) == set()


@pytest.mark.parametrize("instances", [("",), ("one", "two")], ids=["bare", "instances"])
def test_rules_stay_quiet_on_good_data(rules, graphite, instances):
    good = plant(graphite, f"alerts-good-{len(instances)}", GOOD, instances=instances)
    assert firing(rules, good) == set()


@pytest.mark.parametrize("instances", [("",), ("one", "two")], ids=["bare", "instances"])
@pytest.mark.parametrize("uid", BAD)
def test_rule_fires_on_its_fault_and_no_other_does(rules, graphite, uid, instances):
    prefix = f"alerts-{uid}-{len(instances)}"
    assert firing(rules, plant(graphite, prefix, GOOD | BAD[uid], instances=instances)) == {uid}


def test_error_share_is_quiet_on_few_errors_of_few_requests(rules, graphite):
    few = {"response_code.200": 1, "response_code.503": 0}
    quiet = plant(graphite, "alerts-few", GOOD | few | {"response_code.503": 0.8})
    assert firing(rules, quiet) == set()


def test_error_share_is_quiet_where_no_error_was_ever_seen(rules, graphite):
    never = {name: value for name, value in GOOD.items() if name != "response_code.503"}
    assert firing(rules, plant(graphite, "alerts-never", never, before=never)) == set()


def test_slow_predict_is_quiet_on_few_requests(rules, graphite):
    few = {f"{PREDICT}.p99": 900, f"{PREDICT}.count": 1}
    assert firing(rules, plant(graphite, "alerts-few-slow", GOOD | few)) == set()


def test_silent_product_is_quiet_where_few_offers_are_expected(rules, graphite):
    rare = GOOD | {"target.mortgage": 0.1}
    quiet = plant(graphite, "alerts-rare", GOOD | {"target.mortgage": 0}, before=rare)
    assert firing(rules, quiet) == set()


def test_silent_product_is_quiet_where_nobody_asks(rules, graphite):
    nobody = GOOD | {"clients": 0} | dict.fromkeys((n for n in GOOD if n.startswith("target.")), 0)
    assert firing(rules, plant(graphite, "alerts-nobody", nobody)) == set()
    first = plant(graphite, "alerts-nobody-before", GOOD | {"target.mortgage": 0}, before=nobody)
    assert firing(rules, first) == set()


def test_challenger_disagrees_is_quiet_on_few_comparisons(rules, graphite):
    few = {"shadow.compared": 5, "shadow.disagreements": 5}
    assert firing(rules, plant(graphite, "alerts-few-compared", GOOD | few)) == set()


def test_every_product_has_a_rule(rules):
    silent = {rule["title"] for uid, rule in rules.items() if "-silent-" in uid}
    assert silent == {f"Продукт «{product.ru}» больше не предлагается" for product in PRODUCTS}


def test_rules_are_as_grafana_takes_them(rules):
    for uid, rule in rules.items():
        assert len(uid) <= 40
        parts = [part["refId"] for part in rule["data"]]
        assert len(set(parts)) == len(parts)
        assert rule["condition"] in parts
        for part in rule["data"]:
            assert part["datasourceUid"] == part["model"]["datasource"]["uid"]
            assert part["datasourceUid"] in (UID, "__expr__")


def test_rules_read_metrics_of_the_catalogue(rules):
    asked = {
        part["model"]["target"]
        for rule in rules.values()
        for part in rule["data"]
        if "target" in part["model"]
    }
    assert asked
    assert [fault for target in asked for fault in Expression.read(target).faults()] == []
    assert not any("$instance" in target for target in asked)


def test_rules_hold_nothing_that_grafana_takes_for_its_environment(rules):
    for rule in rules.values():
        strings = (rule["title"], *rule["annotations"].values(), *rule["labels"].values())
        assert not any("$" in text for text in strings)


def test_rules_point_at_a_panel_that_shows_what_they_read(rules, dashboards):
    for rule in rules.values():
        panels = {panel["id"]: panel for panel in dashboards[rule["dashboardUid"]]["panels"]}
        shown = Expression.read(
            ",".join(target["target"] for target in panels[rule["panelId"]]["targets"])
        )
        read = Expression.read(rule["data"][0]["model"]["target"])
        assert {_family(name) for name in read.metrics} & {_family(name) for name in shown.metrics}
        assert rule["annotations"]["__dashboardUid__"] == rule["dashboardUid"]
        assert rule["annotations"]["__panelId__"] == str(rule["panelId"])


def _family(name):
    return next(part for part in name.split(".")[1:] if part != "*")
