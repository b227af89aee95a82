"""Scoring on this machine, bucket by bucket."""

import fcntl
import glob
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import narwhals.stable.v2 as nw
import polars as pl
from polars.exceptions import PolarsError

from bank_rs.data.contract import PanelError
from bank_rs.data.dialect import Lazy
from bank_rs.data.whole_file import OutputError
from bank_rs.model.champion import Champion
from bank_rs.scoring.plan import AnotherRunError
from bank_rs.scoring.recommend import recommend
from bank_rs.scoring.records import BUCKET, checked
from bank_rs.scoring.storage import Disk, Storage

DRAFT: Final = "_writing"
"""Folder of the bucket that is being written; it takes its name when it is whole."""

_FILE: Final = "part-0.parquet"


class Here:
    """Polars and the model in this process.

    All records of the month are in memory at once, with the features of one bucket.
    """

    def read(self, path: str) -> Lazy:
        """A panel: a Parquet file or a folder of some."""
        try:
            panel = pl.scan_parquet(path, glob=False)
            panel.collect_schema()
        except (OSError, PolarsError) as error:
            raise PanelError(
                f"{path} is not a typed panel: make one with 'bank-rs ingest RAW.csv --out {path}'."
            ) from error
        return nw.from_native(panel)

    def storage(self, folder: str) -> Storage:
        """A folder of this machine."""
        return Disk(Path(folder))

    def score(
        self, records: Lazy, missing: Sequence[int], champion: Champion, k: int, storage: Storage
    ) -> Iterator[int]:
        """Write the missing buckets; yield 1 for each.

        Raises
        ------
        PanelError
            If the panel cannot be read, or its records break the contract.
        OutputError
            If the folder cannot be written to; the buckets written so far are whole.
        """
        folder = Path(storage.address)
        with _alone(folder):
            of_run = _collected(records.filter(nw.col(BUCKET).is_in(missing)).to_native())
            for bucket in missing:
                rows = checked(of_run.filter(pl.col(BUCKET) == bucket).sort("id"))
                with _bucket(folder, bucket) as file:
                    recommend(champion, rows, k).write_parquet(file)
                yield 1

    def written(self, storage: Storage) -> Lazy:
        """The buckets of a folder."""
        files = f"{glob.escape(storage.address)}/{BUCKET}=*/*.parquet"
        return nw.from_native(pl.scan_parquet(files, hive_partitioning=False))


def _collected(records: pl.LazyFrame) -> pl.DataFrame:
    try:
        return records.collect(engine="streaming")
    except (OSError, PolarsError) as error:
        raise PanelError(
            "a file of the panel cannot be read: it is damaged, or went away meanwhile; make it "
            "again with 'bank-rs ingest', then run the same command again."
        ) from error


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Be the only run that writes to a folder; the kernel lets go when the process ends."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise AnotherRunError(
            f"another run is writing to {folder}: let it finish, or end it first."
        ) from None
    finally:
        os.close(handle)


@contextmanager
def _bucket(folder: Path, bucket: int) -> Iterator[Path]:
    """A file to write, whose folder takes the bucket's name if the block ends well."""
    draft = folder / DRAFT
    try:
        shutil.rmtree(draft, ignore_errors=True)  # of a run that was killed
        draft.mkdir()
        try:
            yield draft / _FILE
            _to_disk(draft / _FILE)
            draft.rename(folder / f"{BUCKET}={bucket}")
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    except (OSError, PolarsError) as error:
        raise OutputError(
            f"{folder} cannot be written ({error}): free some space or name another place, and "
            "run the same command again."
        ) from error


def _to_disk(file: Path) -> None:
    """Have the disk keep a file before its name says that it is whole."""
    with file.open("rb") as written:
        os.fsync(written.fileno())
