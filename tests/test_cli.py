import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
import typer

from bank_rs.cli import app
from bank_rs.data.panel import transitions
from bank_rs.model.champion import Champion
from bank_rs.registry.registry import Registry
from tests.data.truth import clairvoyant_truth

BANK_RS = Path(sys.executable).with_name("bank-rs")


def bank_rs(*arguments: object, **environment: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [BANK_RS, *map(str, arguments)],
        env=os.environ | {name: str(value) for name, value in environment.items()},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


@pytest.mark.parametrize("command", sorted(typer.main.get_command(app).commands))
def test_help_teaches_every_command(command):
    assert command in bank_rs("--help").stdout
    result = bank_rs(command, "--help")
    assert result.returncode == 0
    assert "Usage: bank-rs" in result.stdout


def test_error_is_one_sentence_and_exit_code_1(tmp_path):
    result = bank_rs("ingest", tmp_path / "nothing.csv", "--out", tmp_path / "panel.parquet")
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1
    assert result.stderr.startswith(f"error: {tmp_path}/nothing.csv does not exist: name the")


def test_broken_setting_is_one_sentence_that_names_it():
    result = bank_rs("register", BANK_RS_PORT="many")
    assert result.returncode == 1
    assert "BANK_RS_PORT" in result.stderr
    assert "Traceback" not in result.stderr


def test_train_without_mlflow_is_refused_before_any_work(panel_file, closed_port):
    result = bank_rs("train", "--data", panel_file, BANK_RS_MLFLOW_PORT=closed_port)
    assert result.returncode == 1
    assert "./run_mlflow.sh" in result.stderr


def test_simulated_bank_becomes_the_champion(tmp_path, mlflow_uri):
    settings = {
        "MLFLOW_TRACKING_URI": mlflow_uri,
        "BANK_RS_MODEL_NAME": "test-cli",
        "BANK_RS_MODELS_DIR": tmp_path / "models",
    }
    raw, data = tmp_path / "bank.zip", tmp_path / "panel.parquet"
    made = bank_rs("simulate", "--clients", 1500, "--months", 5, "--out", raw)
    assert "simulated" in made.stdout
    read = bank_rs("ingest", raw, "--out", data)
    assert f"{pl.read_parquet(data).height:,} rows" in read.stdout
    trained = bank_rs("train", "--data", data, "--describe", "simulated", "--rounds", 5, **settings)
    assert trained.returncode == 0, trained.stderr
    assert "map_at_7" in trained.stdout
    registry = Registry(mlflow_uri, "test-cli", "champion")
    assert registry.champion_version() == "1"
    shipped = Champion.load(tmp_path / "models" / "champion")
    assert shipped.card == registry.fetch("1").card


def test_register_ships_the_copy_once(mlflow_uri, models_dir):
    settings = {
        "MLFLOW_TRACKING_URI": mlflow_uri,
        "BANK_RS_MODEL_NAME": "test-register",
        "BANK_RS_MODELS_DIR": models_dir,
    }
    assert bank_rs("register", **settings).stdout == "test-register version 1 is the champion\n"
    assert bank_rs("register", **settings).stdout == "test-register version 1 is the champion\n"


def test_evaluate_sets_a_model_beside_popularity_and_the_limit(
    panel, panel_file, models_dir, tmp_path
):
    truth = tmp_path / "truth.parquet"
    clairvoyant_truth(transitions(panel)).write_parquet(truth)
    files = ("--data", panel_file, "--truth", truth)
    result = bank_rs("evaluate", *files, BANK_RS_MODELS_DIR=models_dir)
    assert result.returncode == 0, result.stderr
    assert "2016-04" in result.stdout
    assert "limit" in result.stdout
    assert "up to 2016-05 (simulated): on the same bank" in result.stdout


def test_evaluate_reads_a_named_model_and_month(panel_file, models_dir):
    options = ("--model", models_dir / "champion", "--month", "2016-02")
    result = bank_rs("evaluate", "--data", panel_file, *options)
    assert result.returncode == 0, result.stderr
    assert "2016-02" in result.stdout
    assert "limit" not in result.stdout


@pytest.mark.parametrize("missing", ["--data", "--truth", "--model"])
def test_evaluate_of_a_missing_file_is_one_sentence(missing, panel_file, models_dir, tmp_path):
    options = {"--data": panel_file, "--model": models_dir / "champion"}
    options[missing] = tmp_path / "nothing"
    result = bank_rs("evaluate", *(part for option in options.items() for part in option))
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1
    assert result.stderr.startswith(f"error: {tmp_path}/nothing ")
