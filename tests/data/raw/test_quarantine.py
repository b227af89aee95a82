import csv

import polars as pl
import pytest

from bank_rs.data.raw import OutputError, RawFileError, ingest, quarantine_of
from tests.data.raw.published import PUBLISHED, changed, published_lines, write_lines

FIRST = published_lines()[1]
OTHERS = published_lines()[2:]


def test_quarantine_keeps_the_bad_rows_with_line_and_reason(tmp_path):
    bad = changed(OTHERS[0], age="fifty")
    path = write_lines(tmp_path / "raw.csv", FIRST, bad, b"\xff\xfe", FIRST, *OTHERS[1:])
    out = tmp_path / "panel.parquet"
    done = ingest(path, out, "quarantine")
    assert (done.read, done.written, done.quarantined) == (29, 26, 3)
    with quarantine_of(out).open(encoding="utf-8", errors="surrogateescape", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["line"], row["column"]) for row in rows] == [
        ("3", "age"),
        ("4", ""),
        ("5", "ncodpers"),
    ]
    assert [row["row"].encode(errors="surrogateescape") for row in rows] == [
        bad.encode(),
        b"\xff\xfe",
        FIRST.encode(),
    ]
    assert rows[0]["rule"] == "must be a whole number between 0 and 200"
    assert rows[1]["rule"] == "must be UTF-8 text"


def test_quarantine_of_an_earlier_run_goes_with_its_panel(tmp_path):
    bad = write_lines(tmp_path / "bad.csv", FIRST, "cut")
    out = tmp_path / "panel.parquet"
    ingest(bad, out, "quarantine")
    ingest(PUBLISHED, out)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["bad.csv", "panel.parquet"]


def test_quarantine_of_all_rows_leaves_a_panel_without_rows(tmp_path):
    path = write_lines(tmp_path / "raw.csv", *["cut"] * 5)
    out = tmp_path / "panel.parquet"
    done = ingest(path, out, "quarantine")
    assert (done.read, done.written, done.quarantined) == (5, 0, 5)
    assert pl.read_parquet(out).is_empty()


def test_second_run_writes_the_same_two_files(tmp_path):
    path = write_lines(tmp_path / "raw.csv", FIRST, "cut", *OTHERS)
    out = tmp_path / "panel.parquet"
    files = []
    for _ in range(2):
        ingest(path, out, "quarantine")
        files.append((out.read_bytes(), quarantine_of(out).read_bytes()))
    assert files[0] == files[1]


def test_input_is_not_taken_for_the_quarantine_of_an_earlier_run(tmp_path):
    path = tmp_path / "panel.quarantine.csv"
    path.write_bytes(PUBLISHED.read_bytes())
    with pytest.raises(OutputError, match=r"panel\.quarantine\.csv is the file to read"):
        ingest(path, tmp_path / "panel.parquet")
    assert path.read_bytes() == PUBLISHED.read_bytes()


def test_no_panel_appears_without_its_quarantine(tmp_path):
    path = write_lines(tmp_path / "raw.csv", FIRST, "cut")
    (tmp_path / "panel.quarantine.csv").mkdir()
    with pytest.raises(OutputError, match=r"panel\.quarantine\.csv is a folder"):
        ingest(path, tmp_path / "panel.parquet", "quarantine")
    assert not (tmp_path / "panel.parquet").exists()


def test_quarantine_that_fails_keeps_the_one_of_an_earlier_run(tmp_path):
    out = tmp_path / "panel.parquet"
    ingest(write_lines(tmp_path / "raw.csv", FIRST, "cut"), out, "quarantine")
    before = quarantine_of(out).read_bytes()
    with pytest.raises(RawFileError):
        ingest(write_lines(tmp_path / "other.csv", "cut"), out)
    assert quarantine_of(out).read_bytes() == before
