from bank_rs.data.history_store import HistoryStore
from tests.test_cli import bank_rs


def test_history_of_a_panel_is_written(panel, panel_file, tmp_path):
    out = tmp_path / "[red]history.months"
    result = bank_rs("history", "--data", panel_file, "--out", out)
    clients, size = panel["id"].n_unique(), out.stat().st_size / 1e6
    assert result.stdout == (
        f"{out}: {clients:,} clients, months up to 2016-05, {size:.1f} MB of personal data\n"
    )
    assert result.stderr == ""
    assert HistoryStore.open(out).header.clients == clients


def test_terminal_shows_what_is_done(panel_file, tmp_path):
    options = ("--data", panel_file, "--out", tmp_path / "history.months")
    assert "100%" in bank_rs("history", *options, FORCE_COLOR=1).stderr


def test_missing_panel_is_one_sentence(tmp_path):
    result = bank_rs("history", "--data", tmp_path / "none", "--out", tmp_path / "history.months")
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1
    assert result.stderr.startswith(f"error: {tmp_path}/none is not a typed panel")


def test_help_says_that_the_data_is_personal():
    assert "personal data" in bank_rs("history", "--help", COLUMNS=100).stdout
