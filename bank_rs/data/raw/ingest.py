"""The bank's own file read into the typed panel, in memory or as Parquet."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import polars as pl
import pyarrow.parquet as pq

from bank_rs.data.fields import PANEL_SCHEMA
from bank_rs.data.parquet_file import parquet_file
from bank_rs.data.raw.batch import Batch
from bank_rs.data.raw.duplicate import without_duplicates
from bank_rs.data.raw.parse import csv_batches
from bank_rs.data.raw.quarantine import Quarantine
from bank_rs.data.raw.refusal import RawFileError, refusal
from bank_rs.data.raw.source import Container, container_of
from bank_rs.data.raw.table import parquet_batches
from bank_rs.data.whole_file import OutputError, whole

Progress = Callable[[int, float], None]

OnError = Literal["stop", "quarantine"]
"""What to do with a row that cannot be read."""


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of the file's rows: ``read`` is ``written`` plus ``quarantined``."""

    read: int
    written: int
    quarantined: int


def read_raw(path: Path) -> pl.DataFrame:
    """Read a whole raw file into memory.

    Parameters
    ----------
    path
        A CSV in the layout of ``train_ver2.csv``, a zip that holds one, or a Parquet file of the
        same columns or of a typed panel.

    Returns
    -------
    pl.DataFrame
        The rows in file order, columns and dtypes of ``PANEL_SCHEMA``.

    Raises
    ------
    RawFileError
        If the file is missing, broken or empty, lacks a column, or holds a row that cannot be read.
    """
    return pl.concat([batch.panel for batch in sound_batches(path)])


def sound_batches(path: Path) -> Iterator[Batch]:
    """Read a raw file a batch at a time, of which nothing is refused; as `read_raw` otherwise."""
    container = container_of(path)
    for batch in _batches(path, container):
        yield _sound(batch, path, container)


def ingest(
    path: Path,
    out: Path,
    on_error: OnError = "stop",
    on_progress: Progress | None = None,
) -> Ingested:
    """Rewrite a raw file as a typed Parquet panel, a batch at a time.

    Parameters
    ----------
    path
        As in `read_raw`.
    out
        The Parquet file to write. It appears under this name only when it is whole.
    on_error
        Whether a row that cannot be read ends the work or goes to the file `quarantine_of` names.
    on_progress
        Called after each batch with the rows read so far and the share of the file they are.

    Raises
    ------
    RawFileError
        As in `read_raw`.
    OutputError
        If the panel or its quarantine cannot be written, or is the file to read.
    """
    container = container_of(path)
    with whole(quarantine_of(out)) as refused, whole(out) as partial:
        _check_outputs(path, out, quarantine_of(out))
        with (
            closing(Quarantine(refused)) as quarantine,
            parquet_file(partial, PANEL_SCHEMA) as panel,
        ):
            read = 0
            for batch in _batches(path, container):
                kept = batch if on_error == "quarantine" else _sound(batch, path, container)
                panel.write_table(kept.panel.to_arrow())
                quarantine.add(kept.refused)
                read += kept.rows
                if on_progress:
                    on_progress(read, kept.share)
        return _account(path, read, pq.read_metadata(partial).num_rows, quarantine.rows)


def quarantine_of(out: Path) -> Path:
    """Where the rows go that are not in the panel ``out``."""
    return out.with_suffix(".quarantine.csv")


def _check_outputs(path: Path, *outputs: Path) -> None:
    """Refuse to write over, or remove, the file that is to be read."""
    for output in outputs:
        if output.exists() and output.samefile(path):
            raise OutputError(f"{output} is the file to read: name another one to write.")


def _batches(path: Path, container: Container) -> Iterator[Batch]:
    """Yield the file's batches, at least one."""
    parquet = container is Container.PARQUET
    batches = parquet_batches(path) if parquet else csv_batches(path, container)
    rows = 0
    for batch in without_duplicates(batches):
        _account(path, batch.rows, batch.panel.height, batch.refused.height)
        rows += batch.rows
        yield batch
    if not rows:
        raise RawFileError(f"{path} has a header and no rows: fetch it again.")


def _sound(batch: Batch, path: Path, container: Container) -> Batch:
    """Return the batch if every row of it could be read."""
    if batch.refused.is_empty():
        return batch
    raise refusal(path, batch.refused, "row" if container is Container.PARQUET else "line")


def _account(path: Path, read: int, written: int, quarantined: int) -> Ingested:
    """Raise if rows are lost: they are counted in the file's bytes before anything is parsed."""
    if read != written + quarantined:
        raise RawFileError(
            f"{path} has {read:,} rows here, of which {written:,} were read and {quarantined:,} "
            "refused: nothing is written, since the others would be lost."
        )
    return Ingested(read, written, quarantined)
