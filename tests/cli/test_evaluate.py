import pytest

from bank_rs.data.panel import transitions
from bank_rs.data.simulation.output import write_bank
from tests.data.truth import clairvoyant_truth
from tests.test_cli import bank_rs


@pytest.fixture(scope="module")
def evaluate(panel_file, models_dir):
    def run(*options, **environment):
        named = ("--data", panel_file, "--model", models_dir / "champion")
        return bank_rs("evaluate", *named, *options, **environment)

    return run


def one_sentence(result) -> str:
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1, result.stderr
    assert result.stdout == ""
    return result.stderr


@pytest.mark.parametrize("words", ["--truth", "--month", "YYYY-MM", "best reachable score"])
def test_help_teaches(words):
    assert words in bank_rs("evaluate", "--help", COLUMNS=100).stdout


@pytest.mark.parametrize("month", ["2016-13", "April", "2016-04-28"])
def test_month_in_another_form_is_refused(evaluate, month):
    result = evaluate("--month", month)
    assert result.returncode == 2
    assert "--month" in result.stderr
    assert "Traceback" not in result.stderr


def test_month_without_its_neighbours_is_one_sentence(evaluate):
    assert "choose a month from" in one_sentence(evaluate("--month", "2016-05"))


def test_truth_of_another_seed_is_one_sentence(evaluate, tmp_path):
    truth = tmp_path / "truth.parquet"
    write_bank(tmp_path / "bank.parquet", truth, 300, 6, 8, lambda rows, share: None)
    assert "name the one that was written" in one_sentence(evaluate("--truth", truth))


def test_truth_that_is_cut_off_is_one_sentence(evaluate, panel, tmp_path):
    truth = tmp_path / "truth.parquet"
    clairvoyant_truth(transitions(panel)).write_parquet(truth)
    truth.write_bytes(truth.read_bytes()[:1000])
    assert "is not a truth file" in one_sentence(evaluate("--truth", truth))


def test_panel_of_one_month_is_one_sentence(models_dir, tmp_path):
    data = tmp_path / "panel.parquet"
    write_bank(data, None, 300, 1, 7, lambda rows, share: None)
    result = bank_rs("evaluate", "--data", data, BANK_RS_MODELS_DIR=models_dir)
    assert "ingest at least 3 consecutive months" in one_sentence(result)


def test_missing_models_folder_is_one_sentence(panel_file, tmp_path):
    result = bank_rs("evaluate", "--data", panel_file, BANK_RS_MODELS_DIR=tmp_path / "nowhere")
    assert "does not hold a bank-rs model" in one_sentence(result)
