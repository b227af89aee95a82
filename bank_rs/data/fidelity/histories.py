"""What each client holds, record by record."""

from dataclasses import dataclass
from typing import Final, Self

import numpy as np
import polars as pl
from numpy.typing import NDArray

from bank_rs.catalog import PRODUCTS
from bank_rs.data.published.months import MONTHS
from bank_rs.errors import BankRsError


class IncompletePanelError(BankRsError):
    """A panel lacks months of the published file, or has two records of a client in one."""


_DAY: Final = pl.col("fetch_date").dt
_MONTH: Final = (_DAY.year().cast(pl.Int32) - MONTHS[0].year) * 12 + _DAY.month() - 1


@dataclass(frozen=True, slots=True)
class Histories:
    """Records sorted by client and month, arrays of shape (records,).

    Attributes
    ----------
    first
        Whether the record is the client's first, bool.
    month
        Months since 2015-01, int8.
    owned
        Ownership mask, uint32; a null flag counts as not held.
    age
        Years, int16; -1 where null.
    profiled
        Whether the record has a profile, bool.
    """

    first: NDArray[np.bool_]
    month: NDArray[np.int8]
    owned: NDArray[np.uint32]
    age: NDArray[np.int16]
    profiled: NDArray[np.bool_]

    @classmethod
    def read(cls, panel: pl.LazyFrame) -> Self:
        """Sort a panel by client and month.

        Raises
        ------
        IncompletePanelError
            If the panel's months are not the 17 published ones, or a client has two records in one.
        """
        records = (
            panel.select(
                "id",
                _MONTH.cast(pl.Int8).alias("month"),
                "owned",
                pl.col("age").cast(pl.Int16).fill_null(-1),
                profiled=pl.col("ind_employee").is_not_null(),
            )
            .sort("id", "month")
            .with_columns(first=pl.col("id").ne_missing(pl.col("id").shift()))
            .drop("id")
            .collect()
        )
        names = ("first", "month", "owned", "age", "profiled")
        histories = cls(*(records[name].to_numpy() for name in names))
        histories.check()
        return histories

    def check(self) -> None:
        """Refuse what cannot be compared with 17 months.

        Raises
        ------
        IncompletePanelError
            As `read` says.
        """
        if not np.array_equal(np.unique(self.month), np.arange(len(MONTHS))):
            raise IncompletePanelError(
                f"the panel's months are not {MONTHS[0]:%Y-%m} to {MONTHS[-1]:%Y-%m}: compare one "
                f"of all {len(MONTHS)} months."
            )
        if (self.gap[~self.first] == 0).any():
            raise IncompletePanelError(
                "the panel has two records of one client in one month: remove one."
            )

    def take(self, chosen: NDArray[np.bool_]) -> Self:
        """The chosen records, each client's first one told anew."""
        client = np.cumsum(self.first)[chosen]
        first = np.concatenate([[True], client[1:] != client[:-1]]) if client.size else client > 0
        return type(self)(
            first, self.month[chosen], self.owned[chosen], self.age[chosen], self.profiled[chosen]
        )

    @property
    def starts(self) -> NDArray[np.int64]:
        """Place of each client's first record, int64."""
        return np.flatnonzero(self.first)

    @property
    def gap(self) -> NDArray[np.int8]:
        """Months since the client's record before, int8; 0 in the first."""
        gap = np.diff(self.month, prepend=np.int8(0))
        return np.where(self.first, np.int8(0), gap)

    @property
    def before(self) -> NDArray[np.uint32]:
        """What the client's record before holds, uint32; nothing before the first."""
        before = np.roll(self.owned, 1)
        before[self.first] = 0
        return before

    @property
    def added(self) -> NDArray[np.uint32]:
        """What is held and was not a month before, uint32; nothing without a record then."""
        return np.where(self.gap == 1, self.owned & ~self.before, np.uint32(0))


def bits(masks: NDArray[np.uint32]) -> list[NDArray[np.bool_]]:
    """Whether each mask has each product, one array of the masks' shape for each product."""
    return [(masks >> np.uint32(i) & np.uint32(1)).astype(np.bool_) for i in range(len(PRODUCTS))]


def by_month(month: NDArray[np.int8], masks: NDArray[np.uint32]) -> NDArray[np.int64]:
    """Count set bits.

    Returns
    -------
    ndarray of shape (24, 17), int64
        Masks of each month with each product.
    """
    some = masks != 0
    month = month[some]
    counts = [np.bincount(month[held], minlength=len(MONTHS)) for held in bits(masks[some])]
    return np.stack(counts)
