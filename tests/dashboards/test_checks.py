"""Faults planted in the committed dashboards, each to be found."""

from copy import deepcopy

import httpx2
import pytest
from grafana_foundation_sdk.models import units

from bank_rs.dashboards.checks import check
from bank_rs.dashboards.functions import FUNCTIONS
from bank_rs.dashboards.units import UNITS


def first(dashboard, kind="timeseries"):
    return next(panel for panel in dashboard["panels"] if panel["type"] == kind)


def retarget(change):
    def fault(dashboard):
        (target, *_) = first(dashboard)["targets"]
        target["target"] = change(target["target"])

    return fault


def on_panel(change, kind="timeseries"):
    return lambda dashboard: change(first(dashboard, kind))


def defaults(panel):
    return panel["fieldConfig"]["defaults"]


def clone_id(dashboard):
    first(dashboard)["id"] = first(dashboard, "stat")["id"]


def move_over(dashboard):
    first(dashboard)["gridPos"] = dict(first(dashboard, "stat")["gridPos"])


FAULTS = {
    "metric": (retarget(lambda text: text.replace("response", "respond")), "has no metric"),
    "metric of another prefix": (
        retarget(lambda text: text.replace("group(bank-rs.", "group(bank.")),
        "has no metric bank.response_code.*",
    ),
    "metric is missing": (retarget(lambda text: ""), "reads no metric"),
    "function": (retarget(lambda text: text.replace("grep", "grab")), "no function grab"),
    "open parenthesis": (retarget(lambda text: text + "("), "unbalanced ("),
    "closed parenthesis": (retarget(lambda text: text + ")"), "unbalanced )"),
    "parentheses the wrong way": (retarget(lambda text: ")" + text + "("), "unbalanced )"),
    "quote": (retarget(lambda text: text.replace("'^", "^", 1)), "unbalanced '"),
    "variable": (retarget(lambda text: text.replace("$instance", "$host")), "variable host"),
    "source of a panel": (
        on_panel(lambda panel: panel["datasource"].update(uid="graphite")),
        "the data source is",
    ),
    "source of a panel is missing": (
        on_panel(lambda panel: panel.pop("datasource")),
        "the data source is None",
    ),
    "source of a target": (
        on_panel(lambda panel: panel["targets"][0]["datasource"].update(uid="graphite")),
        "the data source is",
    ),
    "source of a variable": (
        lambda dashboard: dashboard["templating"]["list"][0].pop("datasource"),
        "the data source is",
    ),
    "source of an annotation": (
        lambda dashboard: dashboard["annotations"]["list"][0]["datasource"].update(uid=""),
        "the data source is",
    ),
    "target of an annotation": (
        lambda dashboard: dashboard["annotations"]["list"][0]["target"].update(target="model"),
        "has no metric model",
    ),
    "panel's id twice": (clone_id, "the id is missing, or another panel has it"),
    "panel's id": (on_panel(lambda panel: panel.pop("id")), "the id is missing"),
    "dashboard's id": (lambda dashboard: dashboard.update(id=7), "the id is not null"),
    "dashboard's uid": (lambda dashboard: dashboard.pop("uid"), "the uid is missing"),
    "unit": (on_panel(lambda panel: defaults(panel).update(unit="millis")), "the unit millis"),
    "unit is missing": (on_panel(lambda panel: defaults(panel).pop("unit")), "the unit None"),
    "empty state": (on_panel(lambda panel: defaults(panel).pop("noValue")), "noValue"),
    "description": (on_panel(lambda panel: panel.update(description="")), "the description"),
    "title": (on_panel(lambda panel: panel.pop("title")), "the title is missing"),
    "title of a row": (on_panel(lambda row: row.update(title=""), "row"), "the title is missing"),
    "gridPos": (on_panel(lambda panel: panel.pop("gridPos")), "gridPos is missing"),
    "gridPos of a row": (on_panel(lambda row: row.pop("gridPos"), "row"), "gridPos is missing"),
    "gridPos in part": (on_panel(lambda panel: panel["gridPos"].pop("w")), "gridPos is missing"),
    "gridPos outside": (on_panel(lambda panel: panel["gridPos"].update(x=23)), "not inside"),
    "gridPos of no size": (on_panel(lambda panel: panel["gridPos"].update(h=0)), "not inside"),
    "gridPos over another": (move_over, "gridPos overlaps"),
    "time range": (on_panel(lambda panel: panel.update(timeFrom="15 y")), "the time range 15 y"),
    "type": (on_panel(lambda panel: panel.update(type="heatmap")), "the type heatmap"),
    "calculation": (
        on_panel(lambda panel: panel["options"]["reduceOptions"].update(calcs=["delta"]), "stat"),
        "the calculation",
    ),
    "no target": (on_panel(lambda panel: panel.update(targets=[])), "there is no target"),
    "target's letter twice": (
        on_panel(lambda panel: panel.update(targets=panel["targets"] * 2)),
        "two targets have one refId",
    ),
}


def test_committed_dashboards_have_no_faults(dashboards):
    assert check(list(dashboards.values())) == []


@pytest.mark.parametrize("name", FAULTS)
def test_planted_fault_is_found_where_it_is(dashboards, name):
    plant, sentence = FAULTS[name]
    faulty = deepcopy(dashboards)
    plant(faulty["bank-rs-service"])
    findings = check(list(faulty.values()))
    assert any(sentence in finding.fault for finding in findings)
    assert all(finding.place.startswith(("bank-rs-service", "None")) for finding in findings)


def test_fault_of_a_panel_names_the_panel(dashboards):
    faulty = deepcopy(dashboards)
    panel = first(faulty["bank-rs-service"])
    defaults(panel)["unit"] = "millis"
    (finding,) = check(list(faulty.values()))
    assert finding.place == f"bank-rs-service, panel {panel['id']} '{panel['title']}'"


def test_dashboards_of_one_uid_are_found(dashboards):
    faulty = deepcopy(dashboards)
    faulty["bank-rs-model"]["uid"] = "bank-rs-service"
    findings = check(list(faulty.values()))
    assert [finding.place for finding in findings] == ["bank-rs-service"] * 2


def test_functions_are_those_of_the_real_graphite(graphite):
    url = f"{graphite.url}/functions"
    assert set(httpx2.get(url, timeout=60, trust_env=False).json()) == FUNCTIONS


def test_units_are_grafanas():
    known = {value for name, value in vars(units).items() if isinstance(value, str)}
    assert known >= UNITS
