"""The files that containers run from, checked against the code they serve."""

import json
import re
from pathlib import Path

import pytest
import yaml
from dotenv import dotenv_values

from bank_rs.catalog import PRODUCTS
from bank_rs.service.metering.metrics import Metrics
from bank_rs.service.metering.system import System
from bank_rs.settings import Settings
from data_utils import NotebookSettings

ROOT = Path(__file__).parents[1]
SETTINGS = (Settings, NotebookSettings)
VARIABLE = re.compile(r"\$\{(\w+):-([^}]*)\}")
METRIC = re.compile(r"bank-rs\.[\w.*]+")


@pytest.fixture(scope="module")
def compose_text():
    return (ROOT / "docker-compose.yaml").read_text("utf-8")


@pytest.fixture(scope="module")
def services(compose_text):
    return yaml.safe_load(compose_text)["services"]


@pytest.fixture(scope="module")
def documented():
    """Variables of the example, those that are commented out with the rest."""
    text = (ROOT / ".env.example").read_text("utf-8")
    return dict(re.findall(r"^(?:# )?([A-Z_]+)=(.*)$", text, re.MULTILINE))


@pytest.fixture(scope="module")
def dashboard():
    return json.loads((ROOT / "grafana/dashboards/bank-rs.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def metric_names():
    metrics = Metrics()
    metrics.count_response(200, 1.0)
    return {f"bank-rs.{name}" for name in metrics.take() | System().read()}


def environment_names():
    return {
        field.validation_alias.choices[0] if field.validation_alias else f"BANK_RS_{name}".upper()
        for settings in SETTINGS
        for name, field in settings.model_fields.items()
    }


def test_compose_variables_are_documented_with_their_defaults(compose_text, documented):
    used = dict(VARIABLE.findall(compose_text))
    assert compose_text.count("${") == len(VARIABLE.findall(compose_text))
    assert used == {name: documented.get(name) for name in used}


def test_compose_images_are_pinned(services):
    for service in services.values():
        tag = VARIABLE.sub(r"\2", service["image"]).rpartition(":")[2]
        assert tag not in ("", "latest")


def test_compose_has_the_five_services(services):
    assert set(services) == {"app", "register", "mlflow", "graphite", "grafana"}


def test_compose_ports_open_on_the_documented_address_only(services):
    ports = [port for service in services.values() for port in service.get("ports", [])]
    assert ports
    assert all(port.startswith("${BANK_RS_HOST:-127.0.0.1}:") for port in ports)


def test_compose_app_waits_for_the_champion_and_not_for_metrics(services):
    def waits_for(name):
        direct = set(services[name].get("depends_on", {}))
        return direct.union(*(waits_for(other) for other in direct))

    assert waits_for("app") == {"register", "mlflow"}


def test_compose_long_running_services_have_a_healthcheck(services):
    dockerfile = (ROOT / "Dockerfile").read_text("utf-8")
    for name in set(services) - {"register"}:
        in_image = "build" in services[name] and "HEALTHCHECK" in dockerfile
        assert "healthcheck" in services[name] or in_image


def test_compose_mounts_exist(services):
    mounts = [mount for service in services.values() for mount in service.get("volumes", [])]
    sources = [mount.split(":")[0] for mount in mounts]
    assert all((ROOT / source).exists() for source in sources if source.startswith("./"))


def test_env_example_documents_every_setting(documented):
    assert environment_names() <= set(documented)


@pytest.mark.parametrize("settings", SETTINGS)
def test_env_example_changes_nothing(settings):
    assert settings(_env_file=ROOT / ".env.example") == settings(_env_file=None)


def test_env_example_holds_nothing_that_is_not_used(compose_text, documented):
    assert set(documented) == environment_names() | set(dict(VARIABLE.findall(compose_text)))


def test_env_example_is_read_alike_by_compose_and_settings(documented):
    read = dotenv_values(ROOT / ".env.example")
    assert {name: documented[name] for name in read} == read


def test_dockerfile_fits_the_builder_of_docker_20():
    text = (ROOT / "Dockerfile").read_text("utf-8")
    assert "# syntax=" not in text
    assert "<<" not in text
    assert "--link" not in text


def test_dockerfile_copies_only_what_reaches_the_builder():
    text = (ROOT / "Dockerfile").read_text("utf-8")
    allowed = {
        line.removeprefix("!")
        for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines()
        if line.startswith("!")
    }
    copied = {
        source
        for line in re.findall(r"^COPY (?!--from)(.*)$", text, re.MULTILINE)
        for source in line.split()[:-1]
        if not source.startswith("--")
    }
    assert copied == allowed
    assert all((ROOT / source).exists() for source in copied)


@pytest.mark.parametrize("stage", ["app", "mlflow"])
def test_dockerfile_stage_ends_as_a_plain_user(stage):
    text = (ROOT / "Dockerfile").read_text("utf-8")
    stages = dict(
        re.findall(r"^FROM \S+ AS (\w+)$(.*?)(?=^FROM|\Z)", text, re.MULTILINE | re.DOTALL)
    )
    users = re.findall(r"^USER (\S+)$", stages["base"] + stages[stage], re.MULTILINE)
    assert users[-1] == "bank-rs"
    assert re.search(r'^CMD \["', stages[stage], re.MULTILINE)


def test_dashboard_targets_are_metrics_of_the_code(dashboard, metric_names):
    asked = {
        metric
        for panel in dashboard["panels"]
        for target in panel["targets"]
        for metric in METRIC.findall(target["target"])
    }
    matched = {
        metric: {name for name in metric_names if re.fullmatch(metric.replace("*", "[^.]+"), name)}
        for metric in asked
    }
    assert all(matched.values()), matched
    assert set().union(*matched.values()) == metric_names


def test_dashboard_shows_products_under_their_russian_names(dashboard):
    shown = {
        override["matcher"]["options"]: rule["value"]
        for panel in dashboard["panels"]
        for override in panel["fieldConfig"]["overrides"]
        for rule in override["properties"]
        if rule["id"] == "displayName"
    }
    assert shown == {product.slug: product.ru for product in PRODUCTS}


def test_dashboard_panels_are_distinct_and_do_not_overlap(dashboard):
    panels = dashboard["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    cells = [
        (x, y)
        for place in (panel["gridPos"] for panel in panels)
        for x in range(place["x"], place["x"] + place["w"])
        for y in range(place["y"], place["y"] + place["h"])
    ]
    assert len(set(cells)) == len(cells)
    assert {x for x, _ in cells} == set(range(24))


def test_dashboard_reads_the_provisioned_data_source(dashboard):
    provisioned = yaml.safe_load(
        (ROOT / "grafana/provisioning/datasources/graphite.yaml").read_text("utf-8")
    )
    (source,) = provisioned["datasources"]
    expected = {"type": source["type"], "uid": source["uid"]}
    for panel in dashboard["panels"]:
        assert panel["datasource"] == expected
        assert all(target["datasource"] == expected for target in panel["targets"])
    assert dashboard["id"] is None


def test_dashboard_provider_reads_the_mounted_folder(services):
    provisioned = yaml.safe_load(
        (ROOT / "grafana/provisioning/dashboards/bank-rs.yaml").read_text("utf-8")
    )
    (provider,) = provisioned["providers"]
    targets = [mount.split(":")[1] for mount in services["grafana"]["volumes"]]
    assert provider["options"]["path"] in targets
