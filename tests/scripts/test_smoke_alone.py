"""The smoke test where there is no stack: Grafana's line, and what is not a stack."""

import base64
import re
import time

import pytest

from bank_rs.stack.ports import PURPOSES
from tests.scripts.grafana import grafana_faked
from tests.scripts.smoking import ALL, lines, not_ok, smoke


@pytest.fixture
def grafana():
    with grafana_faked() as grafana:
        yield grafana


@pytest.fixture
def check(closed_port, tmp_path):
    """Runs the script where nothing listens."""
    ports = {f"BANK_RS_{name.upper()}": str(closed_port) for name in PURPOSES}
    ports["GRAFANA_PORT"] = str(closed_port)
    return lambda *options, **variables: smoke(*options, cwd=tmp_path, **ports, **variables)


def status(finished):
    """What Grafana's line says."""
    return lines(finished)["grafana"][0]


def test_smoke_that_requires_grafana_fails_without(check):
    finished = check("--require", "grafana")
    assert (status(finished), finished.returncode) == ("FAILED", 1)


def test_smoke_names_the_dashboard_that_is_missing(check, grafana):
    grafana.answers["/api/search?type=dash-db"] = [{"uid": "bank-rs-service"}]
    finished = check("--grafana", grafana.url)
    assert (status(finished), finished.returncode) == ("FAILED", 1)
    assert "lacks ['bank-rs-model', 'bank-rs-products']" in lines(finished)["grafana"][1]


def test_smoke_grafana_without_its_database(check, grafana):
    grafana.answers["/api/health"]["database"] = "failing"
    assert status(check("--grafana", grafana.url)) == "FAILED"


def test_smoke_opens_grafana_with_the_password(check, grafana):
    grafana.authorization = f"Basic {base64.b64encode(b'admin:correct').decode()}"
    assert status(check("--grafana", grafana.url, GRAFANA_ADMIN_PASSWORD="correct")) == "ok"
    for variables in ({}, {"GRAFANA_ADMIN_PASSWORD": "battery"}):
        finished = check("--grafana", grafana.url, **variables)
        assert status(finished) == "FAILED"
        assert "401: GRAFANA_ADMIN_PASSWORD" in lines(finished)["grafana"][1]
        assert "battery" not in finished.stdout


def test_smoke_with_something_else_at_the_address(check, grafana):
    grafana.answers["/health/ready"] = "here I am"
    finished = check("--service", grafana.url, "--mlflow", grafana.url, "--grafana", "nonsense")
    assert not_ok(finished)["mlflow"] == not_ok(finished)["grafana"] == "FAILED"
    assert f"{grafana.url}/predict" in lines(finished)["service"][1]


def test_smoke_of_nothing_is_quick_and_readable(check):
    begin = time.monotonic()
    finished = check()
    assert time.monotonic() - begin < 5
    assert finished.returncode == 1
    said = not_ok(finished)
    assert said.pop("grafana") == "absent"
    assert said == {
        **dict.fromkeys(("graphite", "service", "mlflow"), "FAILED"),
        **dict.fromkeys(("metrics", "model"), "skipped"),
    }


def test_smoke_help_names_checks_and_variables(tmp_path):
    text = smoke("--help", cwd=tmp_path).stdout
    for check in ALL:
        assert re.search(rf"^  {check} +[A-Z].+\.$", text, re.MULTILINE)
    for name in ("BANK_RS_API_KEY", "GRAFANA_ADMIN_PASSWORD", "BANK_RS_MLFLOW_PORT", "--require"):
        assert name in text
