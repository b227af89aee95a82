"""What is known of clients in thirteen months: the record's own and the twelve before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

import narwhals.stable.v2 as nw
import numpy as np
import polars as pl

from bank_rs.data.history import HISTORY_MONTHS, Month
from bank_rs.data.month_word import NO_RECORD, month_word, month_words
from bank_rs.data.status import status
from bank_rs.model.features.months import MONTHS, Months


@dataclass(frozen=True, slots=True)
class Known:
    """Ownership and status by month.

    Attributes
    ----------
    months : ndarray of shape (n, 13), uint32
        See `Months`.
    """

    months: Months

    @classmethod
    def of_rows(cls, rows: pl.DataFrame) -> Self:
        """Read a frame; months whose columns it lacks are not known."""
        months = nw.from_native(rows).select(_columns(rows.columns)).to_native()
        return cls(months.fill_null(0).to_numpy(order="c"))

    @classmethod
    def of_record(cls, owned: int, status: int, history: Sequence[Month] = ()) -> Self:
        """As `of_records` for one."""
        return cls.of_records([(owned, status)], [history])

    @classmethod
    def of_records(cls, own: Sequence[Month], histories: Sequence[Sequence[Month]]) -> Self:
        """Put the months of some clients together.

        Parameters
        ----------
        own
            Ownership mask and status of each record's own month.
        histories
            The months before, the nearest first; those beyond the twelfth are passed over.
        """
        months = np.zeros((len(own), MONTHS), np.uint32)
        for row, (record, history) in enumerate(zip(own, histories, strict=True)):
            known = [
                month_word(*month) if month else NO_RECORD
                for month in (record, *history[:HISTORY_MONTHS])
            ]
            months[row, : len(known)] = known
        return cls(months)


def _columns(given: Sequence[str]) -> Iterator[nw.Expr]:
    yield month_words(nw.col("owned"), status()).alias("0")
    for month in range(1, MONTHS):
        owned, earlier = f"owned_{month}", f"status_{month}"
        known = nw.col(owned) if owned in given else nw.lit(None)
        was = nw.col(earlier).fill_null(0) if earlier in given else nw.lit(0)
        yield month_words(known, was).alias(str(month))
