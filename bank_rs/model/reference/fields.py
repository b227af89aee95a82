"""The features that are compared."""

from typing import Final

from bank_rs.catalog import CODES
from bank_rs.model.features.inputs import CATEGORIES
from bank_rs.model.features.profile import NAMES

FIELDS: Final = tuple(name for name in NAMES if name != "calendar_month")
"""Of the record; its month is another in every month."""

HELD: Final = tuple(f"held_{code}" for code in CODES)
ADDED: Final = tuple(f"since_addition_{code}" for code in CODES)
"""0 where the product was added in the record's own month."""

MONTHS_KNOWN: Final = "months_known"
REGISTERED: Final = "months_since_registration"

OF_NEWCOMERS: Final = tuple(
    name for name in FIELDS if name not in ("ind_new_client", "tenure_months", REGISTERED)
)
"""Fields that do not say how new a newcomer is."""

NEWCOMER_MONTHS: Final = 3
"""Whoever registered so many months before the record, or fewer, is a newcomer: 2 in 100 clients of
the simulated bank's last month. With one month there are too few, with six the month in which
students enrol is among them for half a year."""

READ: Final = (*FIELDS, *HELD, *ADDED, MONTHS_KNOWN)
"""All features that a comparison reads."""

UNORDERED: Final = frozenset(CATEGORIES)
"""Features whose numbers are mere names."""
