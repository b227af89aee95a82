import signal
import subprocess

import pytest

from bank_rs.data.raw import quarantine_of
from tests.data.raw.published import PUBLISHED, published_lines, write_lines
from tests.test_cli import BANK_RS, bank_rs
from tests.waiting import wait_until

START_SECONDS = 60


def test_rows_are_accounted_for(tmp_path):
    out = tmp_path / "panel.parquet"
    result = bank_rs("ingest", PUBLISHED, "--out", out)
    assert result.stdout == f"{out}: 27 rows read = 27 written + 0 quarantined\n"
    assert result.stderr == ""


def test_quarantine_is_named(tmp_path):
    raw = write_lines(tmp_path / "raw.csv", *published_lines()[1:], "cut")
    out = tmp_path / "panel.parquet"
    assert bank_rs("ingest", raw, "--out", out).returncode == 1
    result = bank_rs("ingest", raw, "--out", out, "--on-error", "quarantine")
    assert "28 rows read = 27 written + 1 quarantined" in result.stdout
    assert str(quarantine_of(out)) in result.stdout


@pytest.mark.parametrize("option", ["--out", "--on-error"])
def test_help_explains_the_options(option):
    assert option in bank_rs("ingest", "--help", COLUMNS=100).stdout


def test_terminal_shows_rows_and_rate(tmp_path):
    result = bank_rs("ingest", PUBLISHED, "--out", tmp_path / "panel.parquet", FORCE_COLOR=1)
    assert "rows/s" in result.stderr
    assert "100%" in result.stderr


def test_brackets_in_a_name_are_no_markup(tmp_path):
    out = tmp_path / "[red]panel.parquet"
    result = bank_rs("ingest", PUBLISHED, "--out", out)
    assert result.stdout.startswith(f"{out}: 27 rows read")
    assert out.exists()


@pytest.mark.parametrize("on_error", ["stop", "quarantine"])
def test_interrupt_leaves_nothing(tmp_path, on_error):
    row = published_lines()[1]
    rows = [row] + [
        f"{row},0" if on_error == "quarantine" else row.replace("1552848", f"{client:7}")
        for client in range(200_000)
    ]
    raw = write_lines(tmp_path / "raw.csv", *rows)
    out = tmp_path / "out" / "panel.parquet"
    command = [BANK_RS, "ingest", raw, "--out", out, "--on-error", on_error]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as child:
        wait_until(lambda: out.parent.exists() and any(out.parent.iterdir()), START_SECONDS)
        child.send_signal(signal.SIGINT)
        said = child.stderr.read()
    assert child.returncode == 130
    assert "Traceback" not in said
    assert list(out.parent.iterdir()) == []
