import csv
import zipfile
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from bank_rs.catalog import PRODUCTS, mask_of
from bank_rs.data.fields import PANEL_SCHEMA, PROFILE, RAW_COLUMNS, Kind
from bank_rs.data.raw import RawFileError, ingest, read_raw

PUBLISHED = Path(__file__).parent / "santander_rows.csv"


def cells(text: str, **changes: str) -> str:
    """The published rows with some columns of the first data line replaced."""
    header, first, *rest = text.splitlines()
    row = next(csv.reader([first]))
    for column, value in changes.items():
        row[RAW_COLUMNS.index(column)] = value
    quoted = [f'"{value}"' if "," in value else value for value in row]
    return "\n".join([header, ",".join(quoted), *rest]) + "\n"


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
        ("nomprov", '""', "province_name", None),
        ("nomprov", "RIOJA, LA", "province_name", "RIOJA, LA"),
        ("fecha_alta", "16-01-1995", "registration_date", date(1995, 1, 16)),
    ],
)
def test_quirk_is_read_as(tmp_path, column, text, field, value):
    path = tmp_path / "raw.csv"
    path.write_text(cells(PUBLISHED.read_text("utf-8"), **{column: text}), "utf-8")
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
        ("antiguedad", "-999998"),
        ("renta", "inf"),
        ("renta", "nan"),
        ("indresi", "Q"),
        ("ind_nuevo", "2"),
        ("ind_cco_fin_ult1", "2"),
        ("ind_nomina_ult1", "yes"),
    ],
)
def test_broken_value_is_refused_with_its_place_and_rule(tmp_path, column, text):
    path = tmp_path / "raw.csv"
    path.write_text(cells(PUBLISHED.read_text("utf-8"), **{column: text}), "utf-8")
    with pytest.raises(RawFileError, match=rf"raw.csv line 2, column {column}: the value must be"):
        read_raw(path)


def test_missing_column_is_named(tmp_path):
    path = tmp_path / "raw.csv"
    path.write_text(PUBLISHED.read_text("utf-8").replace('"renta"', '"rent"'), "utf-8")
    with pytest.raises(RawFileError, match=r"lacks 1 of the 48 columns \(renta\)"):
        read_raw(path)


def test_cut_line_is_refused_with_a_sentence(tmp_path):
    path = tmp_path / "raw.csv"
    path.write_text(
        PUBLISHED.read_text("utf-8") + "2016-05-28,1,N,ES,H,1,1,1,1,1" + ",0" * 60, "utf-8"
    )
    with pytest.raises(RawFileError, match="48 comma-separated columns"):
        read_raw(path)


def test_missing_file_is_named(tmp_path):
    with pytest.raises(RawFileError, match=r"nothing\.csv does not exist"):
        read_raw(tmp_path / "nothing.csv")


def test_zip_reads_like_its_csv(tmp_path):
    path = tmp_path / "raw.csv.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(PUBLISHED, "train_ver2.csv")
    assert read_raw(path).equals(read_raw(PUBLISHED))


def test_zip_with_two_files_is_refused(tmp_path):
    path = tmp_path / "raw.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(PUBLISHED, "a.csv")
        archive.write(PUBLISHED, "b.csv")
    with pytest.raises(RawFileError, match="holds 2 CSV files"):
        read_raw(path)


def test_broken_zip_is_refused(tmp_path):
    path = tmp_path / "raw.zip"
    path.write_bytes(b"PK\x03\x04 cut")
    with pytest.raises(RawFileError, match="not a whole zip"):
        read_raw(path)


def test_ingest_writes_the_rows_it_reads(tmp_path):
    counted: list[int] = []
    out = tmp_path / "deep" / "panel.parquet"
    assert ingest(PUBLISHED, out, counted.append) == counted[-1] == 27
    assert pl.read_parquet(out).equals(read_raw(PUBLISHED))


def test_ingest_that_fails_leaves_no_file(tmp_path):
    path = tmp_path / "raw.csv"
    path.write_text(cells(PUBLISHED.read_text("utf-8"), age="fifty"), "utf-8")
    with pytest.raises(RawFileError):
        ingest(path, tmp_path / "panel.parquet")
    assert [file.name for file in tmp_path.iterdir()] == ["raw.csv"]
