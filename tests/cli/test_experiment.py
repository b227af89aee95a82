import pytest

from bank_rs.data.simulation.output import write_bank
from tests.test_cli import bank_rs

FEW = ("--no-backtest", "--no-nowcast", "--no-seed")


def one_sentence(result) -> str:
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1, result.stderr
    assert result.stdout == ""
    return result.stderr


@pytest.mark.parametrize("words", ["--candidates", "--tune", "MINUTES", "--report", "--real"])
def test_help_teaches(words):
    assert words in bank_rs("experiment", "--help", COLUMNS=120).stdout


def test_experiment_prints_its_table_and_writes_the_report(panel_file, mlflow_uri, tmp_path):
    result = bank_rs(
        *("experiment", "--data", panel_file, "--candidates", "comeback", *FEW),
        *("--describe", "simulated, 2,000 clients", "--report", tmp_path / "report"),
        MLFLOW_TRACKING_URI=mlflow_uri,
        COLUMNS=200,
    )
    assert result.returncode == 0, result.stderr
    assert "dropped within three months comes back" in result.stdout
    assert f"experiment bank-rs-candidates at {mlflow_uri}" in result.stdout
    assert "simulated, 2,000 clients" in (tmp_path / "report" / "model.md").read_text("utf-8")
    assert (tmp_path / "report" / "report.html").exists()


def test_absent_mlflow_is_one_sentence(panel_file, closed_port):
    uri = f"http://127.0.0.1:{closed_port}"
    result = bank_rs("experiment", "--data", panel_file, *FEW, MLFLOW_TRACKING_URI=uri)
    assert "MLflow does not answer" in one_sentence(result)


def test_unknown_candidate_is_one_sentence(panel_file):
    result = bank_rs("experiment", "--data", panel_file, "--candidates", "comeback,oracle")
    assert "no candidate oracle: choose from" in one_sentence(result)


def test_panel_of_three_months_is_one_sentence(mlflow_uri, tmp_path):
    data = tmp_path / "panel.parquet"
    write_bank(data, None, 300, 3, 7, lambda *_: None)
    result = bank_rs("experiment", "--data", data, *FEW, MLFLOW_TRACKING_URI=mlflow_uri)
    assert "ingest at least 4 consecutive months" in one_sentence(result)
