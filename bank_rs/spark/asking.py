"""What runs on Spark's executors: batches of records in, recommendations out."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl
import pyarrow as pa

from bank_rs.errors import BankRsError
from bank_rs.model.champion import Champion
from bank_rs.scoring.recommend import RECOMMENDATIONS, recommend
from bank_rs.scoring.records import BUCKET, checked

if TYPE_CHECKING:
    from pyspark import Broadcast

WRITTEN: Final = pl.Schema(RECOMMENDATIONS | {BUCKET: pl.Int32()})
"""Columns of what comes out; the last names the folder."""


class ScatteredBucketError(BankRsError):
    """The records of a bucket are not all in one task."""


@dataclass(frozen=True, slots=True)
class Ask:
    """Asks a model that every executor is sent once.

    Attributes
    ----------
    model
        The model.
    k
        Products for each client at most.
    """

    model: "Broadcast[Champion]"
    k: int

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Answer the batches of a task, which are one bucket's.

        Raises
        ------
        PanelError
            If the records break the contract of a panel.
        ScatteredBucketError
            If they are of another bucket than the task: it would not be written as a whole.
        """
        from pyspark import TaskContext

        task = TaskContext.get()
        bucket = task.partitionId() if task else 0
        schema = WRITTEN.to_frame().to_arrow(compat_level=pl.CompatLevel.oldest()).schema
        for batch in batches:
            rows = pl.DataFrame(pa.Table.from_batches([batch]))
            if (rows[BUCKET] != bucket).any():
                raise ScatteredBucketError(
                    f"task {bucket} was given records of another bucket: leave Spark's settings "
                    "of adaptive execution as bank-rs sets them."
                )
            offers = recommend(self.model.value, checked(rows), self.k)
            columns = offers.with_columns(pl.lit(bucket, pl.Int32).alias(BUCKET))
            yield from columns.to_arrow().cast(schema).to_batches()
