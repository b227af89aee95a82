"""Earlier months as a request gives them, from what a panel has of them."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from bank_rs.catalog import PRODUCTS
from bank_rs.data.history import HISTORY_MONTHS
from bank_rs.data.status import RELATION_SHIFT, RELATIONS, SEGMENT_SHIFT, SEGMENTS

_RELATIONS = {code: name for name, code in RELATIONS.items()}
_SEGMENTS = {code: name for name, code in SEGMENTS.items()}


def given(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The months before a row of `with_history` that have a record, the nearest first."""
    return list(_months(row))


def _months(row: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for lag in range(1, HISTORY_MONTHS + 1):
        owned, status = row[f"owned_{lag}"], row[f"status_{lag}"]
        if owned is not None:
            yield {
                "fecha_dato": str(_before(row["fetch_date"], lag)),
                "ind_actividad_cliente": status & 1,
                "tiprel_1mes": _RELATIONS.get(status >> RELATION_SHIFT & 7),
                "segmento": _SEGMENTS.get(status >> SEGMENT_SHIFT),
                **{p.column: owned >> bit & 1 for bit, p in enumerate(PRODUCTS)},
            }


def _before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, 1)
