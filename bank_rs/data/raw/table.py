"""The raw columns, or a panel made of them, in a Parquet file."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
from polars.exceptions import PolarsError

from bank_rs.data.contract import panel_checks
from bank_rs.data.fields import PANEL_SCHEMA, RAW_COLUMNS
from bank_rs.data.raw.batch import Batch
from bank_rs.data.raw.cell import spelt
from bank_rs.data.raw.header import check_names
from bank_rs.data.raw.known import known_of_text
from bank_rs.data.raw.parallel import in_parallel
from bank_rs.data.raw.refusal import REFUSED, RawFileError
from bank_rs.data.raw.typed import typed
from bank_rs.data.rules import first_broken

Read = Callable[[pl.DataFrame], tuple[pl.DataFrame, pl.DataFrame]]

ROWS_PER_BATCH: Final = 200_000


def parquet_batches(path: Path) -> Iterator[Batch]:
    """Read a Parquet file a batch of rows at a time.

    Its columns are the raw file's, as text or in the types that pandas and Polars give them, or
    those of a typed panel.

    Raises
    ------
    RawFileError
        If the file is broken, or has other columns or types that do not fit them.
    """
    try:
        with pq.ParquetFile(path) as file:
            names, rows = file.schema_arrow.names, file.metadata.num_rows
            is_panel = set(names) == set(PANEL_SCHEMA)
            if not is_panel:
                check_names(path, names)
            read = _checked if is_panel else _read
            yield from in_parallel(lambda part: _batch(*part, read, rows), _parts(file))
    except (pa.ArrowException, OSError) as error:
        raise RawFileError(f"{path} is not a whole Parquet file: fetch it again.") from error
    except PolarsError as error:
        raise RawFileError(
            f"{path} has columns of types that no record has: ingest the raw file itself."
        ) from error


def _parts(file: pq.ParquetFile) -> Iterator[tuple[pl.DataFrame, int]]:
    """Yield frames of the file's rows, each with the number of rows up to its end."""
    end = 0
    for part in file.iter_batches(ROWS_PER_BATCH):
        end += part.num_rows
        yield pl.DataFrame(pa.Table.from_batches([part])), end


def _batch(frame: pl.DataFrame, end: int, read: Read, rows: int) -> Batch:
    panel, reasons = read(frame)
    source = frame.select(
        pl.int_range(end - frame.height + 1, end + 1).alias("line"), row=pl.struct(pl.all())
    )
    batch = Batch(panel, source, REFUSED.to_frame(), frame.height, end / rows)
    return batch.refuse(reasons)


def _checked(frame: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    panel = frame.match_to_schema(PANEL_SCHEMA)
    return panel, panel.select(first_broken(panel_checks()))


def _read(frame: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    schema = frame.schema
    return typed(
        known_of_text(frame.select(spelt(name, schema[name]).fill_null("") for name in RAW_COLUMNS))
    )
