from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bank_rs.catalog import PRODUCTS, mask_of
from bank_rs.data.fields import PANEL_SCHEMA, PROFILE, RAW_COLUMNS, Field, Kind
from bank_rs.data.raw import RawFileError, read_raw
from bank_rs.data.record import panel_row, read_flag, read_record, read_value

FIELDS = {field.name: field for field in PROFILE}


@pytest.mark.parametrize(
    ("name", "value", "typed"),
    [
        ("fetch_date", "28-04-2016", date(2016, 4, 28)),
        ("fetch_date", "2016-04-28", date(2016, 4, 28)),
        ("age", " 64", 64),
        ("age", 50.0, 50),
        ("age", 50, 50),
        ("age", "50.0", 50),
        ("age", " NA", None),
        ("age", None, None),
        ("tenure_months", "    145", 145),
        ("tenure_months", -999999, None),
        ("income", "87218.1", 87218.1),
        ("income", 36372, 36372.0),
        ("income", "1e5", 100000.0),
        ("client_type_1m", 1, "1"),
        ("client_type_1m", "1.0", "1"),
        ("client_type_1m", "P", "P"),
        ("country_of_residence", "NA", "NA"),
        ("client_segment", "  ", None),
        ("entry_channel", "never seen", "never seen"),
        ("age", 164, 164),
    ],
)
def test_value_is_read_as(name, value, typed):
    assert read_value(FIELDS[name], value) == typed


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("fetch_date", None),
        ("fetch_date", "2016-02-30"),
        ("fetch_date", "16-4-28"),
        ("fetch_date", "0001-01-01"),
        ("fetch_date", 20160428),
        ("id", ""),
        ("id", True),
        ("id", 10**30),
        ("id", 1e300),
        ("age", "fifty"),
        ("age", 50.5),
        ("age", float("nan")),
        ("age", []),
        ("age", "٥٠"),
        ("age", "1_0"),
        ("income", float("inf")),
        ("income", -0.01),
        ("ind_resident", "Q"),
        ("entry_channel", 7),
        ("entry_channel", "\ud800"),
        ("ind_new_client", 2),
    ],
)
def test_value_breaking_its_rule_is_refused_with_the_rule_only(name, value):
    with pytest.raises(ValueError, match=r"^must be ") as refusal:
        read_value(FIELDS[name], value)
    assert str(refusal.value) == f"must be {FIELDS[name].rule}"


@pytest.mark.parametrize("value", [1, 1.0, "1", " 1", "1.0", True])
def test_flag_is_read_as_held(value):
    assert read_flag(value) == 1


@pytest.mark.parametrize("value", [0, 0.0, "0", " 0", "0.0", False])
def test_flag_is_read_as_not_held(value):
    assert read_flag(value) == 0


@pytest.mark.parametrize("value", [None, "", "NA", " NA"])
def test_flag_is_read_as_not_known(value):
    assert read_flag(value) is None


@pytest.mark.parametrize("value", [2, -1, 0.5, "yes", "2", [], {}, float("nan")])
def test_flag_breaking_its_rule_is_refused(value):
    with pytest.raises(ValueError, match=r"^must be 0 or 1$"):
        read_flag(value)


def test_panel_row_masks_held_and_unknown():
    flags = dict.fromkeys((product.code for product in PRODUCTS), 0) | {"cco": 1, "nomina": None}
    row = panel_row({"id": 7, "fetch_date": date(2016, 5, 28)}, flags)
    assert row.schema == PANEL_SCHEMA
    assert row["owned"].item() == mask_of("cco")
    assert row["unknown"].item() == mask_of("nomina")
    assert row["age"].item() is None


def spellings(field: Field) -> st.SearchStrategy[str]:
    """Texts a cell of the raw file may hold, right and wrong ones."""
    right = {
        Kind.DATE: st.dates(date(1890, 1, 1), date(2110, 1, 1)).map(str),
        Kind.INTEGER: st.integers(-(10**6), 10**7).map(str),
        Kind.NUMBER: st.floats(-10, 1e13).map(repr),
        Kind.CATEGORY: st.sampled_from(["S", "N", "KHE", "NA", "PALMAS, LAS", "CORUÑA, A"]),
        Kind.CODE: st.sampled_from(["1", "1.0", "P", "3.0"]),
    }[field.kind]
    rare = st.sampled_from(
        ["", "NA", "-999999", "2016-2-3", "03-02-2016", "1_0", "+5", "1e3", "nan"]
    )
    padded = st.one_of(right, right, right, rare).map(lambda text: text.rjust(field.width))
    return st.just("2016-05-28") if field.name == "fetch_date" else padded


RECORDS = st.fixed_dictionaries(
    {field.column: spellings(field) for field in PROFILE}
    | {product.column: st.sampled_from(["0", "1", " 1", "NA", "1.0", ""]) for product in PRODUCTS}
)


def from_json(record: dict[str, str]) -> tuple[object, ...] | None:
    """The record's row through the door for JSON, None where it is refused."""
    try:
        return read_record(record).row(0)
    except ValueError:
        return None


def from_file(record: dict[str, str], path) -> tuple[object, ...] | None:
    """The record's row through the door for files, None where it is refused."""
    header = ",".join(f'"{column}"' for column in RAW_COLUMNS)
    cells = [f'"{record[c]}"' if c == "nomprov" else record[c] for c in RAW_COLUMNS]
    line = ",".join(f'"{cell}"' if "," in cell and cell[0] != '"' else cell for cell in cells)
    path.write_text(f"{header}\n{line}\n", "utf-8")
    try:
        return read_raw(path).row(0)
    except RawFileError:
        return None


@given(field_record=RECORDS)
@settings(max_examples=150)
def test_record_reads_the_same_from_json_and_from_file(field_record, tmp_path_factory):
    path = tmp_path_factory.getbasetemp() / "one.csv"
    assert from_json(field_record) == from_file(field_record, path)


@given(data=st.data(), field=st.sampled_from(PROFILE))
@settings(max_examples=300)
def test_each_field_reads_the_same_from_json_and_from_file(data, field, tmp_path_factory):
    record = {f.column: "" for f in PROFILE} | {p.column: "0" for p in PRODUCTS}
    record |= {
        "fecha_dato": "2016-05-28",
        "ncodpers": "1",
        field.column: data.draw(spellings(field)),
    }
    path = tmp_path_factory.getbasetemp() / "one.csv"
    assert from_json(record) == from_file(record, path)
