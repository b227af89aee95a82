"""What Grafana is told beside the dashboards and rules themselves."""

import configparser
import re
from pathlib import Path

import pytest
import yaml

from bank_rs.dashboards.source import DATA_SOURCE

ROOT = Path(__file__).parents[2]
PROVISIONING = ROOT / "grafana" / "provisioning"


def read(name):
    return yaml.safe_load((PROVISIONING / name).read_text("utf-8"))


@pytest.fixture(scope="module")
def grafana():
    compose = yaml.safe_load((ROOT / "docker-compose.yaml").read_text("utf-8"))
    return compose["services"]["grafana"]


@pytest.fixture(scope="module")
def mounts(grafana):
    """Folders of the repository by where the container has them."""
    split = (mount.split(":") for mount in grafana["volumes"])
    return {target: ROOT / source for source, target, *_ in split if source.startswith("./")}


@pytest.fixture(scope="module")
def ini():
    read = configparser.ConfigParser(interpolation=None)
    read.read(ROOT / "grafana" / "grafana.ini", "utf-8")
    return read


@pytest.fixture(scope="module")
def rules():
    return [rule for group in read("alerting/bank-rs.yaml")["groups"] for rule in group["rules"]]


@pytest.fixture(scope="module")
def paragraphs():
    """Anchors of the runbook's paragraphs and the text below each."""
    text = (ROOT / "docs" / "runbook.md").read_text("utf-8")
    found = re.findall(r"^## ([^\n]+)$(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    return {title.lower().replace(" ", "-"): body for title, body in found}


def test_data_source_is_the_one_that_dashboards_ask():
    (source,) = read("datasources/graphite.yaml")["datasources"]
    assert {"type": source["type"], "uid": source["uid"]} == DATA_SOURCE
    assert source["isDefault"]


def test_dashboards_and_rules_are_in_one_folder():
    (provider,) = read("dashboards/bank-rs.yaml")["providers"]
    folders = {group["folder"] for group in read("alerting/bank-rs.yaml")["groups"]}
    assert {provider["folder"]} == folders == {"bank-rs"}


def test_dashboards_are_read_from_the_mounted_folder(mounts):
    (provider,) = read("dashboards/bank-rs.yaml")["providers"]
    assert mounts[provider["options"]["path"]] == ROOT / "grafana" / "dashboards"
    assert mounts["/etc/grafana/provisioning"] == PROVISIONING


def test_home_is_the_dashboard_of_the_service(ini, mounts):
    home = Path(ini["dashboards"]["default_home_dashboard_path"])
    assert (mounts[str(home.parent)] / home.name).read_text("utf-8").count('"bank-rs-service"') == 1


def test_anonymous_visitors_are_never_more_than_viewers(ini, grafana):
    assert ini["auth.anonymous"]["org_role"] == "Viewer"
    assert not any(name.startswith("GF_AUTH_ANONYMOUS_ORG") for name in grafana["environment"])


def test_nobody_can_log_in_until_a_password_is_chosen(ini, grafana):
    assert ini["security"].getboolean("disable_initial_admin_creation")
    given = grafana["environment"]
    assert given["GF_SECURITY_DISABLE_INITIAL_ADMIN_CREATION"] == "${GRAFANA_ADMIN_PASSWORD:+false}"
    assert given["GF_SECURITY_ADMIN_PASSWORD"] == "${GRAFANA_ADMIN_PASSWORD:-}"


def test_runbook_has_a_paragraph_for_each_rule_and_no_other(rules, paragraphs):
    linked = {rule["annotations"]["runbook"] for rule in rules}
    alerts = {name for name, body in paragraphs.items() if "**What it means.**" in body}
    assert linked == {f"docs/runbook.md#{name}" for name in alerts}


def test_runbook_paragraphs_say_what_it_means_how_to_see_it_and_what_to_do(rules, paragraphs):
    for rule in rules:
        body = paragraphs[rule["annotations"]["runbook"].partition("#")[2]]
        for part in ("**What it means.**", "**How to see it.**", "**What to do.**"):
            assert part in body
        assert rule["title"] in body or "«…»" in body
