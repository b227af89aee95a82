"""The bank's own file: CSV, zip or Parquet, read into the typed panel."""

from bank_rs.data.raw.ingest import (
    Ingested,
    OnError,
    ingest,
    quarantine_of,
    read_raw,
    sound_batches,
)
from bank_rs.data.raw.refusal import RawFileError
from bank_rs.data.whole_file import OutputError

__all__ = [
    "Ingested",
    "OnError",
    "OutputError",
    "RawFileError",
    "ingest",
    "quarantine_of",
    "read_raw",
    "sound_batches",
]
