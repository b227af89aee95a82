"""``bank-rs fidelity``."""

import subprocess
import sys
from pathlib import Path

import pytest

from bank_rs.data.simulation import simulate

BANK_RS = Path(sys.executable).with_name("bank-rs")


@pytest.fixture(scope="module")
def bank_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("bank") / "panel.parquet"
    simulate(2000).write_parquet(path)
    return path


def fidelity(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [BANK_RS, "fidelity", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


def test_summary_has_a_row_for_each_block(bank_file):
    result = fidelity(bank_file)
    assert result.returncode == 0, result.stderr
    assert "correlations" in result.stdout
    assert "rows: 2015-01" not in result.stdout


def test_all_shows_the_lines_that_are_met(bank_file):
    assert "rows: 2015-01" in fidelity(bank_file, "--all").stdout


def test_document_says_what_the_panel_is(bank_file, tmp_path):
    out = tmp_path / "bank.md"
    assert fidelity(bank_file, "--out", out, "--describe", "made-up").returncode == 0
    assert out.read_text("utf-8").startswith("# The made-up bank beside the published numbers")
    assert (tmp_path / "bank" / "records.png").exists()


def test_panel_of_few_months_is_refused_in_one_sentence(panel_file):
    result = fidelity(panel_file)
    assert result.returncode == 1
    assert result.stderr.startswith("error: the panel's months are not 2015-01 to 2016-05")
