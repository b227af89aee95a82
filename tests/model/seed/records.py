"""Hand-made panels: rows of one client and month, alike but for what a test is about."""

from datetime import date

import polars as pl

from bank_rs.data.fields import PANEL_SCHEMA

COMPLETE = {
    "ind_employee": "N",
    "country_of_residence": "ES",
    "gender": "H",
    "age": 40,
    "registration_date": date(2010, 1, 5),
    "ind_new_client": 0,
    "tenure_months": 60,
    "client_relationship_status": 1,
    "client_type_1m": "1",
    "client_activity_1m": "A",
    "ind_resident": "S",
    "ind_foreigner": "N",
    "entry_channel": "KHE",
    "ind_deceased": "N",
    "address_type": 1,
    "province_code": 28,
    "province_name": "MADRID",
    "ind_client_activity": 1,
    "income": 90_000.0,
    "client_segment": "02 - PARTICULARES",
    "unknown": 0,
}
"""A usual record: two cells, of 24, are empty."""


def record(client: int, month: str, owned: int = 0, **changes: object) -> dict[str, object]:
    """A record of a client on the 28th of a month given as YYYY-MM."""
    fetched = {"id": client, "fetch_date": date.fromisoformat(f"{month}-28")}
    return COMPLETE | fetched | {"owned": owned} | changes


def panel_of(*records: dict[str, object]) -> pl.DataFrame:
    """Columns of ``PANEL_SCHEMA``; what a record does not say is null."""
    return pl.DataFrame(records, PANEL_SCHEMA)
