import os
import subprocess
import sys
from pathlib import Path

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from bank_rs.load.plan import ENDPOINTS
from bank_rs.service.api import create_app
from tests.load.server import Recorder, serving

ROOT = Path(__file__).parents[2]


def run_door(*options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, ROOT / "run_mimic_load.py", *options],
        capture_output=True,
        text=True,
        timeout=120,
        env=os.environ | {"COLUMNS": "120"} | environment,
    )


async def fail(scope: Scope, receive: Receive, send: Send) -> None:
    status = 500 if scope["path"] == "/random" else 200
    await PlainTextResponse("", status)(scope, receive, send)


@pytest.fixture
def service(settings):
    """The service itself."""
    return Recorder(create_app(settings))


def test_mimic_load_of_the_service_is_all_answered(service):
    with serving(service) as url:
        done = run_door("--url", url)
    assert done.returncode == 0, done.stderr
    assert "300 requests" in done.stdout
    assert service.endpoints == dict.fromkeys(ENDPOINTS, 100)


def test_mimic_load_of_a_failing_endpoint_counts_and_exits_with_1():
    recorder = Recorder(fail)
    with serving(recorder) as url:
        done = run_door("--url", url, "--requests", "31", "--concurrency", "2", "--delay", "0.001")
    assert done.returncode == 1
    assert len(recorder.received) == 31
    failures = recorder.endpoints["GET /random"]
    assert f"{failures} of 31 requests failed" in done.stderr
    header = next(line for line in done.stdout.splitlines() if "endpoint" in line)
    assert "200" in header
    assert "500" in header


def test_mimic_load_finds_the_service_by_its_setting():
    recorder = Recorder(fail)
    with serving(recorder) as url:
        run_door("--requests", "3", BANK_RS_PORT=url.rpartition(":")[2])
    assert len(recorder.received) == 3


def test_mimic_load_where_nothing_listens_says_how_to_cure_it(closed_port):
    url = f"http://127.0.0.1:{closed_port}"
    done = run_door("--url", url)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.strip() == (
        f"error: nothing answers at {url}: start the service with 'make run' or "
        "'bank-rs serve', or name its address with --url."
    )


@pytest.mark.parametrize(
    "options",
    [["--requests", "0"], ["--concurrency", "0"], ["--delay", "-1"], ["--url", "localhost:8000"]],
)
def test_mimic_load_refuses_a_meaningless_option(options):
    done = run_door(*options)
    assert done.returncode == 2
    assert options[0] in done.stderr


def test_mimic_load_help_names_every_option():
    done = run_door("--help")
    assert done.returncode == 0
    for option in ("--requests", "--concurrency", "--url", "--delay", "--seed"):
        assert option in done.stdout
