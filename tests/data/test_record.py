from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from bank_rs.catalog import PRODUCTS, mask_of
from bank_rs.data.example import EXAMPLE_RECORD, EXAMPLE_RECORD_ENGLISH
from bank_rs.data.fields import PANEL_SCHEMA, PROFILE, RAW_COLUMNS, Field, Kind
from bank_rs.data.raw import RawFileError, read_raw
from bank_rs.data.record import ClientRecord, PastMonth, read_record
from bank_rs.data.status import status_of

ENGLISH_PROFILE = """
fetch_date id ind_employee country_of_residence gender age registration_date ind_new_client
tenure_months client_relationship_status last_date_as_primary client_type_1m client_activity_1m
ind_resident ind_foreigner ind_spouse_employee entry_channel ind_deceased address_type
province_code province_name ind_client_activity income client_segment
"""
ENGLISH_FLAGS = """
savings_acc guarantee checking_acc derivatives payroll_acc junior_acc mature_acc_3 operations_acc
pension_acc_2 short_term_deposit medium_term_deposit long_term_deposit digital_account cash_funds
mortgage pension_plan loans tax_account credit_card securities home_acc salary_acc
pension_obligation_account debit_account
"""
MINIMAL = {"fecha_dato": "2016-05-28", "ncodpers": 1}


def broken(record) -> dict[tuple[str | int, ...], str]:
    """What is wrong with a record: place and message of each error."""
    with pytest.raises(ValidationError) as refusal:
        ClientRecord.model_validate(record)
    errors = refusal.value.errors(include_input=False, include_url=False)
    return {error["loc"]: error["msg"] for error in errors}


def test_english_names_are_the_agreed_ones():
    profile = [field.name for field in PROFILE]
    # the agreement lists the columns in an order of its own, the raw file in another
    assert sorted(profile) == sorted(ENGLISH_PROFILE.split())
    assert [product.slug for product in PRODUCTS] == ENGLISH_FLAGS.split()
    assert tuple(EXAMPLE_RECORD_ENGLISH) == (
        *profile,
        *(f"ind_1m_{slug}" for slug in ENGLISH_FLAGS.split()),
    )


def test_both_spellings_of_the_example_are_one_record():
    spanish = read_record(EXAMPLE_RECORD)
    assert spanish.equals(read_record(EXAMPLE_RECORD_ENGLISH))
    assert spanish["owned"].item() == mask_of("nomina", "nom_pens", "recibo")


def test_id_and_date_are_enough():
    row = read_record({"ncodpers": 1, "fecha_dato": "28-04-2016"})
    assert row.schema == PANEL_SCHEMA
    assert row["owned"].item() == 0
    assert row["unknown"].item() == 2 ** len(PRODUCTS) - 1
    assert row["age"].item() is None


def test_panel_row_masks_held_and_unknown():
    flags = {product.column: 0 for product in PRODUCTS}
    given = flags | {"ind_cco_fin_ult1": 1, "ind_nomina_ult1": "NA"}
    row = read_record(MINIMAL | given)
    assert row["owned"].item() == mask_of("cco")
    assert row["unknown"].item() == mask_of("nomina")


def test_schema_documents_every_column():
    documented = ClientRecord.model_json_schema()["properties"]
    assert tuple(documented) == (*RAW_COLUMNS, "history")
    assert all(column["description"] for column in documented.values())


def test_misspelt_column_is_refused():
    assert ("ind_1m_credit_cart",) in broken(EXAMPLE_RECORD | {"ind_1m_credit_cart": 1})


def test_column_given_under_both_names_is_refused():
    assert ("income",) in broken(EXAMPLE_RECORD | {"income": 1.0})


def test_history_counts_months_back_from_the_record():
    held = {"ind_cco_fin_ult1": 1}
    months = [
        {"fecha_dato": "2016-02-28", "ind_actividad_cliente": 1, "tiprel_1mes": "A"},
        {"fetch_date": "28-04-2016", **held},
        {"fecha_dato": "2014-01-28", **held},
    ]
    record = ClientRecord.model_validate(MINIMAL | {"history": months})
    found = record.months()
    assert found[:3] == [(mask_of("cco"), 0), None, (0, status_of(1, "A", None))]
    assert found[3:] == [None] * 9


@pytest.mark.parametrize("history", [None, []])
def test_history_may_be_empty(history):
    record = ClientRecord.model_validate(MINIMAL | {"history": history})
    assert not any(record.months())


@pytest.mark.parametrize(
    "days",
    [["2016-05-28"], ["2016-06-28"], ["2016-04-28", "2016-04-01"]],
    ids=["own", "later", "twice"],
)
def test_history_of_months_that_are_not_before_is_refused(days):
    history = [{"fecha_dato": day} for day in days]
    (rule,) = broken(MINIMAL | {"history": history}).values()
    assert rule == "must be of months before the record's own, each given once"


def test_history_with_a_broken_value_names_its_place():
    history = [{"fecha_dato": "2016-04-28"}, {"fecha_dato": "2016-03-28", "ind_cco_fin_ult1": 2}]
    wrong = broken(MINIMAL | {"history": history})
    assert wrong == {("history", 1, "ind_cco_fin_ult1"): "must be 0 or 1"}


def test_history_has_no_profile():
    history = [{"fecha_dato": "2016-04-28", "age": 30}]
    assert ("history", 0, "age") in broken(MINIMAL | {"history": history})
    assert "age" not in PastMonth.model_fields


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
