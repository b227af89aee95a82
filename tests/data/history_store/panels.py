"""Small panels, and what is known of their clients before a month."""

from datetime import date

import polars as pl

from bank_rs.data.fields import PANEL_SCHEMA
from bank_rs.data.history import HISTORY_MONTHS, Month
from bank_rs.data.status import status_of


def panel_of(records):
    """A typed panel of records by client and month, the months counted from January 2014."""
    rows = [
        {"id": client, "fetch_date": day_of(month), "unknown": 0} | record
        for (client, month), record in records.items()
    ]
    return pl.DataFrame(rows, schema=PANEL_SCHEMA)


def day_of(month: int, day: int = 28) -> date:
    return date(2014 + month // 12, month % 12 + 1, day)


def record_of(owned: int, activity=None, relation=None, segment=None):
    return {
        "owned": owned,
        "ind_client_activity": activity,
        "client_activity_1m": relation,
        "client_segment": segment,
    }


def known_before(records, client: int, month: int) -> list[Month]:
    """What `HistoryStore.lookup` must find, worked out from the records themselves."""
    last = max(m for _, m in records)
    found: list[Month] = []
    for earlier in range(month - 1, month - HISTORY_MONTHS - 1, -1):
        record = records.get((client, earlier)) if earlier >= last - HISTORY_MONTHS else None
        found.append(month_of(record) if record else None)
    return trimmed(found)


def month_of(record) -> Month:
    was = (record[n] for n in ("ind_client_activity", "client_activity_1m", "client_segment"))
    return record["owned"], status_of(*was)


def trimmed(months: list[Month]) -> list[Month]:
    while months and months[-1] is None:
        months = months[:-1]
    return months
