"""The whole service, started as an operator starts it."""

import signal

import httpx2
import pytest

from bank_rs.data.example import EXAMPLE_RECORD
from tests.service.server import free_port, serving
from tests.test_cli import BANK_RS, bank_rs

SECRET = 918_273_645_546


@pytest.fixture
def where(models_dir, closed_port, tmp_path):
    return {
        "models_dir": models_dir,
        "mlflow_port": closed_port,
        "graphite_port": closed_port,
        "state_dir": tmp_path / "var",
        "drain_seconds": 0,
    }


@pytest.mark.parametrize("workers", [1, 2])
def test_serve_answers_logs_json_without_records_and_ends_with_0(tmp_path, where, workers):
    log = tmp_path / "log"
    command = (BANK_RS, "serve", "--workers", workers)
    with serving(log, *command, **where) as server:
        bodies = (EXAMPLE_RECORD | {"ncodpers": SECRET}, {"ncodpers": f"x{SECRET}"})
        codes = [httpx2.post(f"{server.url}/predict", json=body).status_code for body in bodies]
        assert codes == [200, 422]
        assert server.end(signal.SIGTERM) == 0
        assert [line["status"] for line in server.accesses(path="/predict")] == [200, 422]
    assert str(SECRET) not in log.read_text()


def test_serve_prefers_its_options_to_the_settings(tmp_path, where):
    """The test looks where the settings would not have it."""
    port = free_port("127.0.0.2")
    command = (BANK_RS, "serve", "--host", "127.0.0.2", "--port", port)
    with serving(tmp_path / "log", *command, at=("127.0.0.2", port), **where) as server:
        assert server.end() == 0


def test_serve_with_a_key_that_is_too_short_is_one_sentence(closed_port):
    result = bank_rs("serve", BANK_RS_PORT=closed_port, BANK_RS_API_KEYS="short-key")
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1
    assert "BANK_RS_API_KEYS: key 1 is not one word of at least 16 characters" in result.stderr
    assert "short-key" not in result.stderr


def test_serve_help_teaches():
    assert "--workers" in bank_rs("serve", "--help", COLUMNS=100).stdout
