"""Small panels written by hand."""

from datetime import date

import polars as pl

from bank_rs.catalog import mask_of
from bank_rs.data.fields import PANEL_SCHEMA

JANUARY, FEBRUARY, MARCH, APRIL = (date(2016, month, 28) for month in (1, 2, 3, 4))


def panel_of(*rows):
    """Records given as month, client, products held and, at will, further fields."""
    records = [
        dict.fromkeys(PANEL_SCHEMA)
        | {"fetch_date": month, "id": client, "owned": mask_of(*held), "unknown": 0}
        | dict(fields)
        for month, client, held, *fields in rows
    ]
    return pl.DataFrame(records, schema=PANEL_SCHEMA)


def rows_of(*rows):
    """Rows given as client, products added and, at will, further fields; nothing is held."""
    panel = panel_of(*((JANUARY, client, [], *fields) for client, _, *fields in rows))
    masks = [mask_of(*added) for _, added, *_ in rows]
    return panel.with_columns(added=pl.Series(masks, dtype=pl.UInt32))
