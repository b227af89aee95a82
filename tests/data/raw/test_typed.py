import csv
from datetime import date

import polars as pl
import pytest

from bank_rs.catalog import PRODUCTS, mask_of
from bank_rs.data.fields import PANEL_SCHEMA, PROFILE, Kind
from bank_rs.data.raw import RawFileError, read_raw
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
        ("age", "200", "age", 200),
        ("ncodpers", "1000000000000", "id", 10**12),
        ("fecha_alta", "2016-02-29", "registration_date", date(2016, 2, 29)),
        ("renta", "1e5", "income", 100_000.0),
        ("renta", ".5", "income", 0.5),
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
        ("age", "٤٢"),
        ("age", "9" * 30),
        ("ncodpers", "1000000000001"),
        ("fecha_alta", "2015-02-29"),
        ("fecha_alta", "2015- 1-28"),
        ("fecha_alta", "1899-12-31"),
        ("renta", "1e400"),
        ("renta", "1_000"),
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
