"""Clients every stored model answers: simulated ones, half of them odd, half with a history."""

from typing import Final

import numpy as np

from bank_rs.catalog import PRODUCTS
from bank_rs.data.fields import PROFILE, RAW_COLUMNS
from bank_rs.data.history import HISTORY_MONTHS, Month
from bank_rs.data.record import read_record
from bank_rs.data.simulation import random_record

Client = tuple[dict[str, str | None], tuple[Month, ...]]
"""A raw record and the months before it, the nearest first."""

CLIENTS: Final = 32
_SEED: Final = 20160528
_STATUSES: Final = 64
_GAP: Final = 0.25
"""Share of the months before without a record."""

_NEITHER_ID_NOR_DATE: Final = tuple(c for c in RAW_COLUMNS if c not in {"ncodpers", "fecha_dato"})
_FLAGS: Final = tuple(product.column for product in PRODUCTS)

ODDITIES: Final[tuple[dict[str, str | None], ...]] = (
    {"canal_entrada": "none such"},
    {"segmento": "04 - NONE SUCH"},
    {"cod_prov": "99", "nomprov": "NONE SUCH"},
    {"indfall": "S"},
    {"age": "164"},
    {"antiguedad": "-999999"},
    dict.fromkeys(_NEITHER_ID_NOR_DATE),
    dict.fromkeys(_FLAGS),
    dict.fromkeys(_FLAGS, "1"),
    dict.fromkeys(_FLAGS, "0"),
    {"fecha_alta": "2100-12-31", "fecha_dato": "1995-01-28"},
    dict.fromkeys(field.column for field in PROFILE if field.allowed),
    {"renta": "1000000000000"},
    {"renta": "0", "age": "0", "antiguedad": "-100"},
    {"sexo": None, "indrel_1mes": "P", "tiprel_1mes": "N"},
    {"pais_residencia": "NA", "indresi": "N", "indext": "S"},
)
"""What real files hold now and then, and a little beyond."""


def golden_clients() -> list[Client]:
    """The same clients on every call.

    Returns
    -------
    list
        ``CLIENTS`` of them; the second half has one of ``ODDITIES`` each, and every other one has
        a history of 3 to 12 months, gaps included.
    """
    rng = np.random.default_rng(_SEED)
    plain = [random_record(rng) for _ in range(CLIENTS)]
    changes = [*([{}] * (CLIENTS - len(ODDITIES))), *ODDITIES]
    records = [record | change for record, change in zip(plain, changes, strict=True)]
    return [(r, _history(r, rng) if place % 2 else ()) for place, r in enumerate(records)]


def _history(record: dict[str, str | None], rng: np.random.Generator) -> tuple[Month, ...]:
    """Months in which a product or two come and go."""
    owned = int(read_record(record)["owned"][0])
    months: list[Month] = []
    for _ in range(rng.integers(3, HISTORY_MONTHS, endpoint=True)):
        owned ^= (1 << int(rng.integers(len(PRODUCTS)))) * int(rng.integers(2))
        known = (owned, int(rng.integers(_STATUSES)))
        months.append(None if rng.random() < _GAP else known)
    return tuple(months)
