"""What README says, held against what the code does."""

import json
import re
import subprocess
from pathlib import Path

import pytest
import typer

from bank_rs.cli import app as command_line
from bank_rs.service.api import create_app
from bank_rs.settings import Settings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


@pytest.fixture(scope="module")
def shipped(closed_port, tmp_path_factory):
    """The service as a clone of the repository starts it, with no MLflow in sight."""
    from fastapi.testclient import TestClient

    settings = Settings(
        _env_file=None,
        models_dir=ROOT / "models",
        state_dir=tmp_path_factory.mktemp("state"),
        mlflow_tracking_uri=f"http://127.0.0.1:{closed_port}",
        graphite_port=closed_port,
    )
    with TestClient(create_app(settings)) as client:
        yield client


def curls() -> list[tuple[str, str]]:
    """Body and answer of each curl of README."""
    return re.findall(r"^\$ curl [^{]*(\{[^}]*\})'\n(.+)$", README, re.MULTILINE)


def test_commands_stand_in_the_first_20_lines():
    first = README.splitlines()[:20]
    assert "$ make run" in first
    assert "$ make test" in first


@pytest.mark.parametrize("place", [0, 1])
def test_curl_answers_as_printed(shipped, place):
    body, printed = curls()[place]
    answer, expected = shipped.post("/predict", json=json.loads(body)).json(), json.loads(printed)
    assert answer | {"request_id": ""} == expected | {"request_id": ""}


def test_every_route_is_listed(shipped):
    paths = shipped.get("/openapi.json").json()["paths"]
    for path, methods in paths.items():
        for method in methods:
            assert f"`{method.upper()} {path}" in README


def test_every_command_is_shown():
    for name in typer.main.get_command(command_line).commands:
        assert f"bank-rs {name}" in README or name in ("run", "register")


def test_every_package_is_in_the_layout():
    packages = {path.parent.name for path in (ROOT / "bank_rs").glob("*/__init__.py")}
    assert packages == {
        "cli",
        "dashboards",
        "data",
        "exploration",
        "load",
        "loop",
        "model",
        "predictions",
        "registry",
        "scoring",
        "service",
        "spark",
        "stack",
    }
    assert all(f"bank_rs/{package}/" in README for package in packages)


def test_every_make_target_has_its_line_in_help():
    command = ["make", "--no-print-directory", "help"]
    shown = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE)) - {"python"}
    assert {line.split()[1] for line in shown.stdout.splitlines()} == targets


def test_stored_champion_was_trained_on_simulated_clients():
    assert "simulated" in (ROOT / "models/champion/MLmodel").read_text("utf-8")
