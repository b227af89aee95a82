import json

import pytest

from bank_rs.registry.promotion import Promotion
from tests.registry.releases import register
from tests.test_cli import bank_rs


@pytest.fixture(scope="module")
def environment(mlflow_uri, models_dir, tmp_path_factory):
    """Of a model of this test's own, whose champion is a good one."""
    register(mlflow_uri, "cli-retrain", models_dir / "champion")
    Promotion(mlflow_uri, "cli-retrain", "champion").promote("1")
    return {
        "MLFLOW_TRACKING_URI": mlflow_uri,
        "BANK_RS_MODEL_NAME": "cli-retrain",
        "BANK_RS_STATE_DIR": tmp_path_factory.mktemp("state"),
        "BANK_RS_MODELS_DIR": models_dir,
        "COLUMNS": 120,
    }


@pytest.fixture(scope="module")
def failed(environment, panel_file):
    """A challenger of one round."""
    options = ("--months", 3, "--rounds", 1, "--promote", "--describe", "simulated")
    return bank_rs("retrain", "--data", panel_file, *options, **environment)


def test_failed_gate_is_exit_code_3_with_the_table_and_the_page(failed, environment):
    assert failed.returncode == 3, failed.stderr
    for words in ("above popularity", "2016-04", "beside version 1", "failed the gate: better"):
        assert words in failed.stdout
    page = environment["BANK_RS_STATE_DIR"] / "retraining" / "2.html"
    assert str(page) in failed.stdout
    assert json.loads(page.with_suffix(".json").read_text())["months"] == 3


def test_failed_version_is_promoted_by_force_and_reason_alone(failed, environment):
    refused = bank_rs("promote", 2, **environment)
    assert refused.returncode == 1
    assert len(refused.stderr.splitlines()) == 1
    assert "version 2 of cli-retrain failed the gate" in refused.stderr
    options = ("--force", "--reason", "by the board")
    assert bank_rs("promote", 2, *options, **environment).returncode == 0
    journal = environment["BANK_RS_STATE_DIR"] / "retraining" / "forced.jsonl"
    assert json.loads(journal.read_text())["reason"] == "by the board"
    assert "version 1 is the champion again" in bank_rs("rollback", **environment).stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("promote", 1, "--force"), "takes both --force and --reason"),
        (("promote", 1, "--reason", "why"), "takes both --force and --reason"),
        (("retrain", "--data", "no.parquet", "--force", "--reason", "why"), "--promote"),
        (("retrain", "--data", "no.parquet", "--promote", "--force"), "both --force and --reason"),
    ],
)
def test_force_and_reason_go_together(arguments, told, environment):
    result = bank_rs(*arguments, **environment)
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1
    assert told in result.stderr


def test_absent_registry_is_one_sentence(closed_port):
    address = f"http://127.0.0.1:{closed_port}"
    result = bank_rs("retrain", "--data", "no.parquet", MLFLOW_TRACKING_URI=address)
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1
    assert "./run_mlflow.sh" in result.stderr


def test_help_teaches():
    said = " ".join(bank_rs("retrain", "--help", COLUMNS=100).stdout.split())
    for word in ("--promote", "docs/retraining.md", "with 3 where it failed", "verdict.html"):
        assert word in said
    assert "bank-rs retrain" in " ".join(bank_rs("train", "--help", COLUMNS=100).stdout.split())
