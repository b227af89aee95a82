"""The queries of docs/predictions.md, asked of a log."""

import re
from pathlib import Path

import duckdb
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from bank_rs.predictions.columns import FACTS
from bank_rs.predictions.journal import Journal
from bank_rs.predictions.sealing import journals, seal
from bank_rs.settings import Settings
from tests.predictions.rows import DAY, MODEL, NOON, OTHER, made

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/predictions.md").read_text("utf-8")
FOLDER = "var/predictions"


@pytest.fixture
def log(tmp_path, monkeypatch):
    """Two days of two models, where the page says the log is."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / FOLDER / "journals").mkdir(parents=True)
    for first, (origin, number) in enumerate([(MODEL, 3), (MODEL, 2), (OTHER, 4)]):
        journal = Journal.create(tmp_path / FOLDER / "journals", origin, NOON)
        journal.append(made(origin, number, 10 * first, NOON + DAY * (first > 0)))
        journal.close()
    return tmp_path / FOLDER


def block(language):
    (found,) = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    assert FOLDER in found
    return found


def polars():
    names = {}
    exec(block("python"), names)
    return names["by_day"]


def test_polars_reads_what_duckdb_reads(log):
    unsealed = polars()
    assert unsealed["answers"].to_list() == [3, 2, 4]
    for path in journals(log):
        seal(path, log)
    sealed = polars()
    assert_frame_equal(sealed, unsealed)
    found = pl.DataFrame(duckdb.sql(block("sql")).fetchall(), sealed.columns, orient="row")
    assert_frame_equal(found, sealed, check_dtypes=False)


def test_page_lists_every_column():
    listed = re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)
    assert listed == list(FACTS)


def test_page_names_every_setting_with_its_default():
    for name in ("log_share", "log_days", "log_seconds", "log_dir", "client_key"):
        assert f"`BANK_RS_{name.upper()}`" in PAGE
    for name in ("log_days", "log_seconds"):
        assert f"{Settings.model_fields[name].default:g}" in PAGE
