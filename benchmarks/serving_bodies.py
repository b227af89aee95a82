"""What a benchmark sends to the service: records of clients of a simulated bank."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

import polars as pl

from bank_rs.catalog import PRODUCTS
from bank_rs.data.fields import PROFILE, Kind
from bank_rs.data.history import HISTORY_MONTHS
from bank_rs.data.panel import with_history
from bank_rs.data.raw_writer import raw_values
from bank_rs.data.simulation import simulate
from bank_rs.data.status import RELATION_SHIFT, RELATIONS, SEGMENT_SHIFT, SEGMENTS

CLIENTS: Final = 4_000
BATCH: Final = 1_000

Record = dict[str, Any]

_SEPARATOR: Final = b"\x1e"
_RELATION_NAMES: Final = {code: name for name, code in RELATIONS.items()}
_SEGMENT_NAMES: Final = {code: name for name, code in SEGMENTS.items()}
_RELATION_BITS: Final = (1 << SEGMENT_SHIFT - RELATION_SHIFT) - 1
_READERS: Final = (
    {field.column: int for field in PROFILE if field.kind is Kind.INTEGER}
    | {field.column: float for field in PROFILE if field.kind is Kind.NUMBER}
    | {product.column: int for product in PRODUCTS}
)


def simulated_records(clients: int = CLIENTS) -> list[Record]:
    """The latest records of a simulated bank, every second with the months before.

    Values are the raw file's text, as ``GET /random`` and the mimic load have them.
    """
    panel = with_history(simulate(clients, months=HISTORY_MONTHS + 1))
    latest = panel.filter(pl.col("fetch_date") == pl.col("fetch_date").max())
    records = raw_values(latest).to_dicts()
    for record, row in list(zip(records, latest.to_dicts(), strict=True))[::2]:
        record["history"] = list(_history(row))
    return records


def with_numbers(record: Record) -> Record:
    """The same record with JSON numbers where the raw file has text."""
    read = {
        name: reader(float(record[name]))
        for name, reader in _READERS.items()
        if record[name] is not None
    }
    return record | read


def _history(row: Record) -> Iterator[Record]:
    for lag in range(1, HISTORY_MONTHS + 1):
        owned, status = row[f"owned_{lag}"], row[f"status_{lag}"]
        if owned is not None:
            held = {p.column: 1 for bit, p in enumerate(PRODUCTS) if owned >> bit & 1}
            yield {
                "fecha_dato": _earlier(row["fetch_date"], lag),
                "ind_actividad_cliente": status & 1,
                "tiprel_1mes": _RELATION_NAMES.get(status >> RELATION_SHIFT & _RELATION_BITS),
                "segmento": _SEGMENT_NAMES.get(status >> SEGMENT_SHIFT),
                **held,
            }


def _earlier(day: date, months: int) -> str:
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return f"{years}-{month + 1:02}-28"


def write_bodies(bodies: Iterable[bytes], file: Path) -> Path:
    """Put bodies into a file for ``serving_load.lua``."""
    file.write_bytes(_SEPARATOR.join(bodies))
    return file


def singles(records: Iterable[Record]) -> Iterator[bytes]:
    """A body for each record."""
    return (json.dumps(record, ensure_ascii=False).encode() for record in records)


def arrays(records: list[Record]) -> Iterator[bytes]:
    """Bodies of a thousand records each, as JSON arrays."""
    return (b"[%b]" % b",".join(batch) for batch in _batches(records))


def lines(records: list[Record]) -> Iterator[bytes]:
    """The same as newline-delimited JSON."""
    return (b"\n".join(batch) for batch in _batches(records))


def _batches(records: list[Record]) -> Iterator[list[bytes]]:
    bodies = list(singles(records))
    for start in range(0, len(bodies) - BATCH + 1, BATCH):
        yield bodies[start : start + BATCH]
