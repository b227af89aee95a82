"""A panel to learn from, joined and drawn from on Spark."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from math import ceil
from typing import TYPE_CHECKING

import narwhals.stable.v2 as nw
import polars as pl

from bank_rs.data.contract import PanelError
from bank_rs.data.dialect import of_clients
from bank_rs.data.fields import PANEL_SCHEMA
from bank_rs.data.history import followed, join_months, months_in, near
from bank_rs.model.card import DataCard
from bank_rs.model.clients import share_of
from bank_rs.model.draw import Draw
from bank_rs.model.experiment.joined import ROWS
from bank_rs.model.reference.building import parts_of
from bank_rs.scoring.records import columns_of_panel
from bank_rs.spark.engine import Spark
from bank_rs.spark.faults import told
from bank_rs.spark.files import digest
from bank_rs.spark.parcel import PARCEL, Newest, Pack, unpacked

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_PART = "part"


class SparkPanel:
    """A typed panel that executors join and draw from; what they draw arrives here.

    Its parts are those of `joined_parts`, a task each, and come in the same order.

    Parameters
    ----------
    session
        See `spark_session`.
    address
        Parquet file or folder of some, wherever Spark reaches.
    most
        Clients that a model is set, judged and asked on at most, about; all when not given.
    rows
        Of the panel that a task joins, about.

    Raises
    ------
    PanelError
        If there is no typed panel.
    """

    def __init__(
        self, session: "SparkSession", address: str, most: int | None = None, rows: int = ROWS
    ) -> None:
        self._session = session
        read = Spark(session).read(address)
        self._panel = columns_of_panel(read, address, tuple(PANEL_SCHEMA))
        self._most = most
        with told():
            self._files = read.to_native().inputFiles()
            self._days = months_in(self._panel)
            if not self._days:
                raise PanelError(
                    f"{address} has no records: make a panel with records with 'bank-rs ingest'."
                )
            self._facts = DataCard.of(self._panel, "", "")
        self._parts = ceil(self._facts.rows / rows)

    @property
    def share(self) -> float:
        """See `Source.share`."""
        return share_of(self._facts.clients, self._most)

    def months(self) -> Sequence[date]:
        """See `Source.months`."""
        return followed(self._days)

    def card(self, description: str) -> DataCard:
        """See `Source.card`."""
        known = {"sha256": digest(self._session, self._files), "description": description}
        return self._facts.model_copy(update=known)

    def drawn(self, draw: Draw) -> Iterator[pl.DataFrame]:
        """See `Source.drawn`; the executors draw."""
        first, last = min(draw.months), max(draw.months)
        return self._sent([day for day in self._days if first <= day <= last], self._days, draw)

    def newest(self) -> Iterator[pl.DataFrame]:
        """See `Source.newest`; the executors choose."""
        day = self._days[-1]
        days = near(self._days, day)
        rows = pl.concat(self._sent([day], days, Newest(day, self.share)))
        known = self._panel.filter(nw.col("fetch_date") >= days[0]).select(nw.len())
        with told():
            parts = parts_of(known.collect("polars").to_native().item(), self.share)
        for part in range(parts):
            if (some := rows.filter(pl.col("id") % parts == part)).height:
                yield some

    def _sent(
        self,
        of: Sequence[date],
        days: Sequence[date],
        keep: Callable[[pl.DataFrame], pl.DataFrame],
    ) -> Iterator[pl.DataFrame]:
        """What executors keep of the joined records of some days, a task's rows at a time.

        It waits on the executors' disks until it is fetched: all of it is drawn at once, and no
        more than the rows of a task are in the driver's memory.
        """
        from pyspark import StorageLevel

        clients = of_clients(self._panel, _PART, self._parts)
        joined = join_months(clients, days, of, keys=(_PART, "id"))
        with told():
            packed = joined.to_native().mapInArrow(Pack(keep), PARCEL)
            packed.persist(StorageLevel.DISK_ONLY)
            try:
                packed.count()
                for row in packed.toLocalIterator(prefetchPartitions=True):
                    yield unpacked(row[0])
            finally:
                packed.unpersist()
