import pytest
from pydantic import ValidationError

from bank_rs.catalog import PRODUCTS, mask_of
from bank_rs.data.example import EXAMPLE_RECORD, EXAMPLE_RECORD_ENGLISH
from bank_rs.data.fields import PROFILE, RAW_COLUMNS
from bank_rs.service.schemas import ClientRecord

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
    spanish = ClientRecord.model_validate(EXAMPLE_RECORD).to_panel()
    assert spanish.equals(ClientRecord.model_validate(EXAMPLE_RECORD_ENGLISH).to_panel())
    assert spanish["owned"].item() == mask_of("nomina", "nom_pens", "recibo")


def test_id_and_date_are_enough():
    row = ClientRecord.model_validate({"ncodpers": 1, "fecha_dato": "28-04-2016"}).to_panel()
    assert row["owned"].item() == 0
    assert row["unknown"].item() == 2 ** len(PRODUCTS) - 1


def test_schema_documents_every_column():
    documented = ClientRecord.model_json_schema()["properties"]
    assert tuple(documented) == RAW_COLUMNS
    assert all(column["description"] for column in documented.values())


def test_misspelt_column_is_refused():
    with pytest.raises(ValidationError, match="ind_1m_credit_cart"):
        ClientRecord.model_validate(EXAMPLE_RECORD | {"ind_1m_credit_cart": 1})
