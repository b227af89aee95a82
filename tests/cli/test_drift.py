import json

import pytest
from drift_bank import PLANTS, UNTIL, Bank, Log

from bank_rs.loop.drift import latest_drift
from bank_rs.model.champion import Champion
from tests.conftest import ROOT
from tests.test_cli import bank_rs

MODEL = ROOT / "models" / "champion"


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    """Folders of a log of unchanged clients and of one with a plant, and of their reference."""
    champion, folder = Champion.load(MODEL), tmp_path_factory.mktemp("asked")
    bank = Bank.simulate(12_000, 3)
    (folder / "model").mkdir()
    bank.reference(champion, bank.months[-2]).write(folder / "model")
    rows = bank.weeks(3)[0]
    Log(folder / "same", champion).write(rows)
    Log(folder / "other", champion).write(PLANTS["activity 1 and 0 exchanged"][0](rows))
    return folder


def drift(asked, log, state, *options):
    at = f"{UNTIL:%Y-%m-%dT%H:%M:%S}"
    named = ("--log", asked / log, "--model", asked / "model", "--at", at)
    return bank_rs("drift", *named, *options, BANK_RS_STATE_DIR=state, COLUMNS=120)


def test_drift_without_alarms_exits_with_0(asked, tmp_path):
    result = drift(asked, "same", tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    assert "week: 2," in result.stdout
    assert "too few to judge" in result.stdout
    assert latest_drift(tmp_path / "drift").time == UNTIL


def test_drift_with_an_alarm_exits_with_2_and_says_it_first(asked, tmp_path):
    result = drift(asked, "other", tmp_path, "--out", tmp_path / "report.html")
    assert (result.returncode, result.stderr) == (2, "")
    first = next(line for line in result.stdout.splitlines() if line.startswith("│"))
    assert "alarm" in first
    assert "ind_client_activity: values" in first
    assert "ind_client_activity" in (tmp_path / "report.html").read_text("utf-8")


def test_drift_without_a_log_is_one_sentence_and_exit_code_1(tmp_path):
    result = bank_rs("drift", "--log", tmp_path / "none", BANK_RS_STATE_DIR=tmp_path)
    assert result.returncode == 1
    assert result.stderr.startswith(f"error: {tmp_path}/none holds no predictions")


def test_help_says_what_the_exit_codes_are():
    text = " ".join(bank_rs("drift", "--help", COLUMNS=100).stdout.split())
    assert "Exits with 0 where there is no alarm and with 2 where there is one" in text


def test_reference_is_written_and_the_pipeline_is_left(models_dir, panel_file, tmp_path):
    folder = tmp_path / "model"
    folder.mkdir()
    for file in (models_dir / "champion").iterdir():
        if file.name != "reference.json":
            (folder / file.name).write_bytes(file.read_bytes())
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    result = bank_rs("reference", "--data", panel_file, "--model", folder)
    assert result.returncode == 0, result.stderr
    assert "clients of 2016-05 are the reference" in result.stdout
    assert {name: (folder / name).read_bytes() for name in before} == before
    again = json.loads((models_dir / "champion" / "reference.json").read_text())
    assert json.loads((folder / "reference.json").read_text()) == again
