"""Parquet files written frame by frame."""

from pathlib import Path

import polars as pl
import pyarrow.parquet as pq


def parquet_file(path: Path, schema: pl.Schema) -> pq.ParquetWriter:
    """Return a Parquet file to write Arrow tables to, one row group each.

    Numbers that hardly repeat, such as clients and incomes, get no dictionary: it would outgrow
    its page and be thrown away.

    Parameters
    ----------
    path
        The file to write; it is whole once the writer is closed.
    schema
        Columns and dtypes of every table.
    """
    arrow = schema.to_frame().to_arrow().schema
    repeating = [n for n, dtype in schema.items() if not (dtype.is_float() or dtype == pl.Int64)]
    return pq.ParquetWriter(path, arrow, compression="zstd", use_dictionary=repeating)
