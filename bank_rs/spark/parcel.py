"""What runs on Spark's executors when a model's rows are drawn, and how the rows travel."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Final

import polars as pl
import pyarrow as pa

from bank_rs.data.fields import PANEL_SCHEMA
from bank_rs.data.history import HISTORY
from bank_rs.model.clients import chosen
from bank_rs.scoring.records import checked

PARCEL: Final = "parquet binary"
"""Schema of what an executor sends: the rows of a task as one Parquet file.

They keep the panel's own types, which Spark lacks, and are a tenth of the size of Arrow's batches.
"""

_COLUMNS: Final = (*PANEL_SCHEMA, *HISTORY, "added")


@dataclass(frozen=True, slots=True)
class Newest:
    """Keeps the chosen clients' records of a day, see `chosen`.

    Attributes
    ----------
    day
        Snapshot date.
    share
        Of the clients.
    """

    day: date
    share: float

    def __call__(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Keep what is wanted."""
        return chosen(rows.filter(pl.col("fetch_date") == self.day), self.share)


@dataclass(frozen=True, slots=True)
class Pack:
    """Checks the joined rows of a task and packs those that are wanted, in order of client.

    Attributes
    ----------
    keep
        Which; it looks at each row by itself.
    """

    keep: Callable[[pl.DataFrame], pl.DataFrame]

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Pack the batches of a task.

        Raises
        ------
        PanelError
            If the records break the contract of a panel.
        """
        frames = (pl.DataFrame(pa.Table.from_batches([batch])) for batch in batches)
        kept = [self.keep(checked(rows, _COLUMNS)) for rows in frames]
        if kept:
            file = BytesIO()
            pl.concat(kept).sort("fetch_date", "id").write_parquet(file)
            yield pa.record_batch({"parquet": pa.array([file.getvalue()], pa.binary())})


def unpacked(parcel: bytes) -> pl.DataFrame:
    """The rows that an executor sent."""
    return pl.read_parquet(BytesIO(parcel))
