import csv
import subprocess
import sys
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bank_rs.catalog import PRODUCTS, mask_of
from bank_rs.data.fields import PANEL_SCHEMA, PROFILE, Kind
from bank_rs.data.raw import OutputError, RawFileError, ingest, quarantine_of, read_raw
from bank_rs.data.raw_writer import write_raw
from bank_rs.data.simulation import simulate
from tests.data.raw.published import PUBLISHED, changed, published_lines, write_lines

FIRST = published_lines()[1]
OTHERS = published_lines()[2:]


def expected_value(kind: Kind, text: str) -> object:
    """What a published cell says, read without the package's own rules."""
    text = text.strip()
    if text in ("", "NA"):
        return None
    if kind is Kind.DATE:
        return date(*map(int, text.split("-")))
    return {Kind.INTEGER: int, Kind.NUMBER: float, Kind.CATEGORY: str, Kind.CODE: lambda t: t[0]}[
        kind
    ](text)


@pytest.fixture
def published() -> list[dict[str, str]]:
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_published_rows_parse_to_their_printed_values(published):
    panel = read_raw(PUBLISHED)
    assert panel.schema == PANEL_SCHEMA
    assert len(panel) == len(published) == 27
    for row, raw in zip(panel.iter_rows(named=True), published, strict=True):
        for field in PROFILE:
            assert row[field.name] == expected_value(field.kind, raw[field.column]), field
        for bit, product in enumerate(PRODUCTS):
            flag = expected_value(Kind.INTEGER, raw[product.column])
            assert (row["owned"] >> bit & 1) == (flag or 0)
            assert (row["unknown"] >> bit & 1) == (flag is None)


def test_verbatim_row_parses_to_hand_written_values():
    row = read_raw(PUBLISHED).row(1, named=True)
    assert row["fetch_date"] == date(2015, 5, 28)
    assert (row["id"], row["age"], row["tenure_months"]) == (21728, 53, 237)
    assert row["province_name"] == "PALMAS, LAS"
    assert row["client_type_1m"] == "1"
    assert row["income"] == 129000.96
    assert row["owned"] == mask_of("cco", "deme")


def test_null_profile_row_keeps_only_id_date_and_flags():
    row = read_raw(PUBLISHED).filter(pl.col("id") == 1030835).row(0, named=True)
    known = {name for name, value in row.items() if value is not None}
    assert known == {"fetch_date", "id", "owned", "unknown"}
    assert row["unknown"] == mask_of("nomina", "nom_pens")


@pytest.mark.parametrize(
    ("column", "text", "field", "value"),
    [
        ("antiguedad", "-999999", "tenure_months", None),
        ("antiguedad", "     NA", "tenure_months", None),
        ("age", " NA", "age", None),
        ("age", "164", "age", 164),
        ("age", "50.0", "age", 50),
        ("renta", "         NA", "income", None),
        ("indrel_1mes", "1.0", "client_type_1m", "1"),
        ("indrel_1mes", "P", "client_type_1m", "P"),
        ("pais_residencia", "NA", "country_of_residence", "NA"),
        ("pais_residencia", " ES ", "country_of_residence", "ES"),
        ("nomprov", '""', "province_name", None),
        ("nomprov", "RIOJA, LA", "province_name", "RIOJA, LA"),
        ("fecha_alta", "16-01-1995", "registration_date", date(1995, 1, 16)),
    ],
)
def test_quirk_is_read_as(tmp_path, column, text, field, value):
    path = write_lines(tmp_path / "raw.csv", changed(FIRST, **{column: text}), *OTHERS)
    assert read_raw(path)[field][0] == value


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("fecha_dato", ""),
        ("fecha_dato", "2016-02-31"),
        ("fecha_dato", "2016-2-1"),
        ("ncodpers", "NA"),
        ("age", "fifty"),
        ("age", "50.5"),
        ("age", "-1"),
        ("age", "201"),
        ("antiguedad", "-999998"),
        ("renta", "inf"),
        ("renta", "nan"),
        ("indresi", "Q"),
        ("ind_nuevo", " 2"),
        ("ind_cco_fin_ult1", "2"),
        ("ind_cco_fin_ult1", "01"),
        ("ind_nomina_ult1", "yes"),
    ],
)
def test_broken_value_is_refused_with_its_place_and_rule_only(tmp_path, column, text):
    path = write_lines(tmp_path / "raw.csv", FIRST, changed(OTHERS[0], **{column: text}))
    with pytest.raises(RawFileError) as refusal:
        read_raw(path)
    place, _, rule = str(refusal.value).partition(": the value must be ")
    assert place == f"{path} line 3, column {column}"
    cure = "correct the file or fetch it again, or set such rows aside with --on-error quarantine."
    assert rule.endswith(f"; {cure}")
    assert text not in rule.split() or not text


def test_second_record_of_a_client_and_month_is_refused(tmp_path):
    path = write_lines(tmp_path / "raw.csv", FIRST, OTHERS[0], changed(FIRST, age=" 99"))
    with pytest.raises(RawFileError, match="line 4, column ncodpers: the value must be there once"):
        read_raw(path)


@pytest.mark.parametrize(
    ("end", "cure"),
    [("", "line 4"), (",0,0", "have 48 comma-separated fields"), ("\x00", "control characters")],
    ids=["cut", "fields", "nul"],
)
def test_broken_line_is_refused_with_its_number(tmp_path, end, cure):
    lines = [FIRST, OTHERS[0], OTHERS[1] + end if end else OTHERS[1][:80]]
    path = write_lines(tmp_path / "raw.csv", *lines, end=b"\n" if end else b"")
    with pytest.raises(RawFileError, match=r"line 4: the line must ") as refusal:
        read_raw(path)
    assert cure in str(refusal.value)


def test_file_cut_inside_its_last_line_is_said_to_be_cut(tmp_path):
    path = tmp_path / "raw.csv"
    path.write_bytes(PUBLISHED.read_bytes()[:-2])
    with pytest.raises(RawFileError, match="line 28: the line must be whole, and the file ends"):
        read_raw(path)


def test_last_line_may_lack_its_newline(tmp_path):
    path = tmp_path / "raw.csv"
    path.write_bytes(PUBLISHED.read_bytes().removesuffix(b"\n"))
    assert read_raw(path).equals(read_raw(PUBLISHED))


def test_line_ends_of_windows_and_a_byte_order_mark_change_nothing(tmp_path):
    path = tmp_path / "raw.csv"
    path.write_bytes(b"\xef\xbb\xbf" + PUBLISHED.read_bytes().replace(b"\n", b"\r\n"))
    assert read_raw(path).equals(read_raw(PUBLISHED))


def test_header_without_rows_is_refused(tmp_path):
    path = write_lines(tmp_path / "raw.csv", end=b"\n")
    with pytest.raises(RawFileError, match="a header and no rows"):
        read_raw(path)


def test_ingest_writes_the_rows_it_reads_and_says_how_far_it_is(tmp_path):
    said: list[tuple[int, float]] = []
    out = tmp_path / "deep" / "panel.parquet"
    done = ingest(PUBLISHED, out, on_progress=lambda rows, share: said.append((rows, share)))
    assert (done.read, done.written, done.quarantined) == (27, 27, 0)
    assert said[-1] == (27, 1.0)
    assert pl.read_parquet(out).equals(read_raw(PUBLISHED))
    assert [file.name for file in out.parent.iterdir()] == ["panel.parquet"]


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


def test_ingest_that_fails_leaves_what_was_there(tmp_path):
    path = write_lines(tmp_path / "raw.csv", FIRST, "cut")
    out = tmp_path / "panel.parquet"
    out.write_bytes(b"of yesterday")
    with pytest.raises(RawFileError):
        ingest(path, out)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["panel.parquet", "raw.csv"]
    assert out.read_bytes() == b"of yesterday"


def test_ingest_does_not_write_over_its_input(tmp_path):
    path = write_lines(tmp_path / "raw.csv", FIRST)
    with pytest.raises(OutputError, match="is the file to read"):
        ingest(path, path)


@given(st.integers(1, 400), st.integers(1, 17), st.integers(0, 2**16))
@settings(max_examples=10, deadline=None)
def test_simulated_bank_is_the_same_by_csv_and_by_parquet(tmp_path_factory, clients, months, seed):
    folder = tmp_path_factory.mktemp("bank")
    panel = simulate(clients, months=months, seed=seed)
    if panel.is_empty():
        return
    panel.write_parquet(folder / "simulated.parquet")
    for raw in (folder / "bank.csv", folder / "bank.zip"):
        write_raw(panel, raw)
        assert ingest(raw, folder / "panel.parquet").written == panel.height
        ingested = pl.read_parquet(folder / "panel.parquet")
        assert ingested.equals(pl.read_parquet(folder / "simulated.parquet"))


@pytest.mark.parametrize("on_error", ["stop", "quarantine"])
def test_full_disk_is_one_sentence_and_leaves_nothing(panel_csv, small_disk, on_error):
    folder, limited = small_disk
    bank_rs = Path(sys.executable).with_name("bank-rs")
    out = folder / "panel.parquet"
    result = subprocess.run(
        [*limited, bank_rs, "ingest", panel_csv, "--out", out, "--on-error", on_error],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1
    assert f"{out} cannot be written (" in result.stderr
    assert list(folder.iterdir()) == []


@pytest.fixture
def small_disk(tmp_path):
    """A folder on a disk of 64 kB, and what a command is to start with.

    Who may not mount a disk gets the kernel's limit on the size of files instead, which makes a
    write fail half way just as well.
    """
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder]
    mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    yield folder, [] if mounted else ["bash", "-c", 'ulimit -f 64; exec "$@"', "-"]
    if mounted:
        subprocess.run(["umount", folder], check=True)


@pytest.fixture(scope="module")
def panel_csv(panel, tmp_path_factory):
    path = tmp_path_factory.mktemp("raw") / "bank.csv"
    write_raw(panel, path)
    return path
