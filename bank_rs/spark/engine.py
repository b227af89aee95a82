"""Scoring on Spark: it joins the months, and its executors ask the model."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import narwhals.stable.v2 as nw

from bank_rs.data.contract import PanelError
from bank_rs.data.dialect import Lazy
from bank_rs.model.champion import Champion
from bank_rs.scoring.records import BUCKET
from bank_rs.scoring.storage import Storage
from bank_rs.spark.asking import WRITTEN, Ask
from bank_rs.spark.faults import told
from bank_rs.spark.storage import Reach

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession
    from pyspark.sql.types import StructType

_LOOK_SECONDS: Final = 0.5


class Spark:
    """A session that reads, joins and writes, beside a model that its executors are sent once.

    Parameters
    ----------
    session
        See `spark_session`.
    """

    def __init__(self, session: "SparkSession") -> None:
        self._session = session

    def read(self, path: str) -> Lazy:
        """A panel: a Parquet file or a folder of some, wherever Spark reaches."""
        try:
            with told():
                return nw.from_native(self._session.read.parquet(path))
        except PanelError as error:
            raise PanelError(f"{path}: {error}") from error

    def storage(self, folder: str) -> Storage:
        """A folder that Spark reaches."""
        return Reach(self._session, folder)

    def score(
        self, records: Lazy, missing: Sequence[int], champion: Champion, k: int, storage: Storage
    ) -> Iterator[int]:
        """Write the missing buckets; yield how many more are there, now and then.

        Raises
        ------
        PanelError, OutputError, ExecutorModelError, SparkJobError
            See `told`; the buckets written so far are whole.
        """
        of_run = records.filter(nw.col(BUCKET).is_in(missing)).to_native()
        model = self._session.sparkContext.broadcast(replace(champion, reference=None))
        offers = of_run.mapInArrow(Ask(model, k), _written_schema())
        seen = len(_buckets(storage))
        with ThreadPoolExecutor(1) as pool:
            job = pool.submit(_write, offers, storage.address)
            try:
                for there in _watched(job, storage):
                    if there > seen:
                        yield there - seen
                        seen = there
            finally:
                if not job.done():
                    self._session.sparkContext.cancelAllJobs()
        job.result()

    def written(self, storage: Storage) -> Lazy:
        """The buckets of a folder."""
        with told():
            return nw.from_native(self._session.read.parquet(storage.address))


def _write(offers: "DataFrame", address: str) -> None:
    with told():
        offers.write.mode("append").partitionBy(BUCKET).parquet(address)


def _watched(job: Future[None], storage: Storage) -> Iterator[int]:
    """How many buckets there are, now and then, until the job has ended."""
    while not job.done():
        with suppress(TimeoutError):
            job.exception(timeout=_LOOK_SECONDS)
        yield len(_buckets(storage))


def _buckets(storage: Storage) -> list[str]:
    return [name for name in storage.names() if name.startswith(f"{BUCKET}=")]


def _written_schema() -> "StructType":
    from pyspark.sql import types as t

    kinds = {"Int64": t.LongType, "Int32": t.IntegerType, "String": t.StringType}
    fields = {name: kinds.get(str(dtype), t.DoubleType)() for name, dtype in WRITTEN.items()}
    return t.StructType([t.StructField(name, kind) for name, kind in fields.items()])
