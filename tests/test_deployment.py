"""The files that containers run from, checked against the code they serve."""

import re
from pathlib import Path

import pytest
import yaml
from dotenv import dotenv_values

from bank_rs.settings import Settings
from data_utils import NotebookSettings

ROOT = Path(__file__).parents[1]
SETTINGS = (Settings, NotebookSettings)
VARIABLE = re.compile(r"\$\{(\w+)(?::-|:\+)((?:[^${}]|\$\{[^{}]*\})*)\}")
SERVICES = {
    "": {"app", "register", "mlflow", "graphite", "grafana"},
    "scale": {"proxy"},
    "train": {"train"},
    "load": {"load"},
    "loop": {"loop"},
    "smoke": {"smoke"},
    "postgres": {"postgres", "store", "bucket"},
}
ONE_SHOT = {"register", "train", "load", "smoke", "bucket"}


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
    return dict(re.findall(r"^(?:# )?([A-Z0-9_]+)=(.*)$", text, re.MULTILINE))


def environment_names():
    return {
        field.validation_alias.choices[0] if field.validation_alias else f"BANK_RS_{name}".upper()
        for settings in SETTINGS
        for name, field in settings.model_fields.items()
    }


@pytest.fixture(scope="module")
def used(compose_text, services):
    """Variables that Compose reads, with their defaults; none for those it only passes on."""
    text = compose_text + (ROOT / "proxy" / "tls.yaml").read_text("utf-8")
    text = text.replace("$$", "")  # the shell's own
    found = re.findall(VARIABLE, text)
    nested = [inner for _, default in found for inner in re.findall(VARIABLE, default)]
    assert text.count("${") == len(found) + len(nested)
    passed = {
        name: ""
        for service in services.values()
        for name, value in service.get("environment", {}).items()
        if value is None
    }
    return passed | dict(found) | dict(nested)


def test_compose_variables_are_documented_with_their_defaults(used, documented):
    plain = {name: value for name, value in used.items() if value and "$" not in value}
    plain.pop("GRAFANA_ADMIN_PASSWORD", None)
    assert plain == {name: documented.get(name) for name in plain}


def test_compose_secrets_have_no_default(used):
    example = (ROOT / ".env.example").read_text("utf-8").splitlines()
    for name in ("GRAFANA_ADMIN_PASSWORD", "POSTGRES_PASSWORD", "S3_SECRET_KEY"):
        assert name in used
        assert f"# {name}=" in example


def test_compose_images_are_pinned(services):
    for service in services.values():
        tag = VARIABLE.sub(r"\2", service["image"]).rpartition(":")[2]
        assert tag not in ("", "latest")


def test_compose_profiles_hold_their_services(services):
    for profile, names in SERVICES.items():
        wanted = [profile] if profile else []
        assert {n for n, one in services.items() if one.get("profiles", []) == wanted} == names


def test_compose_containers_are_bounded_and_cannot_gain_privileges(services):
    for name, service in services.items():
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["logging"]["options"] == {"max-size": "10m", "max-file": "3"}, name
        assert set(service["deploy"]["resources"]["limits"]) == {"memory", "pids"}, name
        assert service["restart"] == ("no" if name in ONE_SHOT else "unless-stopped"), name
        assert service.get("read_only") or name == "graphite"


def test_compose_ports_open_on_the_documented_address_only(services):
    ports = [port for service in services.values() for port in service.get("ports", [])]
    assert ports
    assert all(port.startswith("${BANK_RS_HOST:-127.0.0.1}:") for port in ports)


def test_compose_app_waits_for_the_champion_and_not_for_metrics(services):
    def waits_for(name):
        needed = services[name].get("depends_on", {})
        direct = {other for other, how in needed.items() if how.get("required", True)}
        return direct.union(*(waits_for(other) for other in direct))

    assert waits_for("app") == {"register", "mlflow"}


def test_compose_long_running_services_have_a_healthcheck(services):
    dockerfile = (ROOT / "Dockerfile").read_text("utf-8")
    for name in set(services) - ONE_SHOT:
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


def test_env_example_holds_nothing_that_is_not_used(used, documented):
    composes_own = {"COMPOSE_PROFILES"}
    assert set(documented) == environment_names() | set(used) | composes_own


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


@pytest.mark.parametrize("stage", ["app", "jobs"])
def test_dockerfile_stage_ends_as_a_plain_user(stage):
    text = (ROOT / "Dockerfile").read_text("utf-8")
    stages = dict(
        re.findall(r"^FROM \S+ AS (\w+)$(.*?)(?=^FROM|\Z)", text, re.MULTILINE | re.DOTALL)
    )
    users = re.findall(r"^USER (\S+)$", stages["base"] + stages[stage], re.MULTILINE)
    assert users[-1] == "bank-rs"
    assert "HEALTHCHECK" in stages[stage]
    assert re.search(r'^CMD \["', stages[stage], re.MULTILINE)
