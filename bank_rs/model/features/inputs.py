"""The columns that features are made of."""

from typing import Final

from bank_rs.errors import BankRsError

CATEGORIES: Final = (
    "ind_employee",
    "gender",
    "client_type_1m",
    "client_activity_1m",
    "entry_channel",
    "client_segment",
)
NUMBERS: Final = (
    "age",
    "ind_new_client",
    "tenure_months",
    "client_relationship_status",
    "province_code",
    "ind_client_activity",
)
YES_NO: Final = ("ind_resident", "ind_foreigner", "ind_deceased")

INPUTS: Final = (
    *CATEGORIES,
    *NUMBERS,
    *YES_NO,
    "fetch_date",
    "registration_date",
    "income",
    "owned",
)
"""Columns of the typed panel that every record brings."""


class MissingColumnsError(BankRsError):
    """A frame lacks columns the features are made of."""
