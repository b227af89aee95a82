"""Records and histories as Hypothesis makes them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl
from hypothesis import strategies as st

from bank_rs.data.fields import PANEL_SCHEMA
from bank_rs.data.history import HISTORY, HISTORY_MONTHS, Month
from bank_rs.data.status import RELATIONS, SEGMENTS, status_of

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))

# few products change so that runs, returns and long quiet times all happen
MASKS = st.one_of(
    st.integers(0, 2**24 - 1),
    st.sampled_from([0, 1, 2**23, 2**24 - 1]),
    st.lists(st.sampled_from([0, 4, 23]), unique=True).map(lambda bits: sum(1 << b for b in bits)),
)
STATUSES = st.builds(
    status_of,
    st.sampled_from([None, 0, 1]),
    st.sampled_from([None, *RELATIONS]),
    st.sampled_from([None, *SEGMENTS]),
)
KNOWN_MONTHS = st.tuples(MASKS, STATUSES)
HISTORIES = st.lists(st.one_of(st.none(), KNOWN_MONTHS), max_size=HISTORY_MONTHS)


def texts(*values: str) -> st.SearchStrategy[str | None]:
    """The given values, none, and some that no training row had."""
    return st.sampled_from([None, "", "never seen", *values])


def numbers(low: int, high: int) -> st.SearchStrategy[int | None]:
    return st.one_of(st.none(), st.integers(low, high))


RECORDS = st.fixed_dictionaries(
    {
        "fetch_date": DAYS,
        "registration_date": st.one_of(st.none(), DAYS),
        "owned": MASKS,
        "ind_employee": texts("N", "A"),
        "gender": texts("V", "H"),
        "client_type_1m": texts("1", "P"),
        "client_activity_1m": texts(*RELATIONS),
        "entry_channel": texts("KHE", "KAT"),
        "client_segment": texts(*SEGMENTS),
        "age": st.one_of(st.just(164), numbers(0, 200)),
        "ind_new_client": numbers(0, 1),
        "tenure_months": numbers(-100, 2400),
        "client_relationship_status": numbers(0, 99),
        "province_code": numbers(0, 99),
        "ind_client_activity": numbers(0, 1),
        "ind_resident": texts("S", "N"),
        "ind_foreigner": texts("S", "N"),
        "ind_deceased": texts("S", "N"),
        "income": st.one_of(st.none(), st.floats(0, 1e12)),
    }
)


def history_of(row: dict[str, Any]) -> list[Month]:
    """The months before a row of `with_history`."""
    months = range(1, HISTORY_MONTHS + 1)
    return [
        None if row[f"owned_{k}"] is None else (row[f"owned_{k}"], row[f"status_{k}"])
        for k in months
    ]


def frame_of(records: Sequence[dict[str, Any]], histories: Sequence[Sequence[Month]]):
    """Rows as `with_history` returns them."""
    schema = (
        dict(PANEL_SCHEMA)
        | dict.fromkeys(HISTORY[:HISTORY_MONTHS], pl.UInt32())
        | dict.fromkeys(HISTORY[HISTORY_MONTHS:], pl.UInt8())
    )
    rows = [
        record
        | {
            f"{name}_{k}": value
            for k, month in enumerate(months, 1)
            if month
            for name, value in zip(("owned", "status"), month, strict=True)
        }
        for record, months in zip(records, histories, strict=True)
    ]
    return pl.DataFrame(rows, schema=schema)
