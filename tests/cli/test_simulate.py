import hashlib
import resource
import subprocess
from pathlib import Path

import polars as pl
import pytest

from bank_rs.data.truth import TRUTH_SCHEMA
from tests.test_cli import BANK_RS, bank_rs

THREADS = ("1", "2", "4")
SETTINGS = ("POLARS_MAX_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS")
ENDINGS = (".csv", ".zip", ".parquet")


def simulate_in(folder: Path, threads: str, ending: str, *options: object) -> dict[str, str]:
    """SHA-256 of each file that a child with so many threads writes."""
    folder.mkdir()
    files = ("--out", folder / f"bank{ending}", "--truth", folder / "truth.parquet")
    result = bank_rs("simulate", *files, *options, **dict.fromkeys(SETTINGS, threads))
    assert result.returncode == 0, result.stderr
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


@pytest.mark.parametrize("ending", ENDINGS)
def test_bytes_do_not_depend_on_the_threads(ending, tmp_path):
    one, *others = (simulate_in(tmp_path / n, n, ending, "--clients", 1000) for n in THREADS)
    assert set(one) == {f"bank{ending}", "truth.parquet"}
    assert others == [one] * len(others)


def test_bytes_depend_on_the_seed(tmp_path):
    options = ("--clients", 300, "--months", 2, "--seed")
    first, other = (simulate_in(tmp_path / s, "1", ".csv", *options, s) for s in ("1", "2"))
    assert not set(first.values()) & set(other.values())


def test_truth_is_dated_with_the_months_that_have_a_next_one(tmp_path):
    truth = tmp_path / "truth.parquet"
    result = bank_rs(
        "simulate", "--clients", 300, "--months", 3, "--out", tmp_path / "b.csv", "--truth", truth
    )
    assert result.stdout.startswith(f"{tmp_path}/b.csv: ")
    assert "rows, simulated, seed 42" in result.stdout
    found = pl.read_parquet(truth)
    assert found.schema == TRUTH_SCHEMA
    assert [str(d) for d in found["fetch_date"].unique().sort()] == ["2016-03-28", "2016-04-28"]


@pytest.mark.parametrize("words", ["--truth", "[default: 17]", ".parquet", "956,645", "--seed"])
def test_help_teaches(words):
    assert words in bank_rs("simulate", "--help", COLUMNS=100).stdout


@pytest.mark.parametrize(
    ("out", "truth", "told"),
    [("bank.txt", "truth.parquet", "bank.txt"), ("bank.csv", "truth.csv", "truth.csv")],
)
def test_wrong_ending_is_one_sentence(out, truth, told, tmp_path):
    result = bank_rs("simulate", "--out", tmp_path / out, "--truth", tmp_path / truth)
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1
    assert result.stderr.startswith(f"error: {tmp_path / told} ")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("option", ["--clients", "--months"])
def test_size_out_of_bounds_is_refused(option, tmp_path):
    result = bank_rs("simulate", "--out", tmp_path / "bank.csv", option, 0)
    assert result.returncode == 2
    assert option in result.stderr
    assert not list(tmp_path.iterdir())


def test_same_file_for_panel_and_truth_is_refused(tmp_path):
    path = tmp_path / "bank.parquet"
    result = bank_rs("simulate", "--clients", 300, "--out", path, "--truth", path)
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("ending", ENDINGS)
def test_full_disk_is_one_sentence_and_leaves_nothing(ending, tmp_path):
    """No file may grow beyond 100 KiB, which has the system refuse as a full disk does."""
    out, truth = tmp_path / f"bank{ending}", tmp_path / "truth.parquet"
    result = subprocess.run(
        [BANK_RS, "simulate", "--clients", "3000", "--out", out, "--truth", truth],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100 << 10, 100 << 10)),
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1, result.stderr
    assert "cannot be written" in result.stderr
    assert not list(tmp_path.iterdir())
