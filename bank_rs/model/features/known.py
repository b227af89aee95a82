"""What is known of clients in thirteen months: the record's own and the twelve before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
import polars as pl

from bank_rs.data.history import HISTORY_MONTHS, Month
from bank_rs.data.status import status
from bank_rs.model.features.months import KNOWN, MONTHS, STATUS, Months

_RECORD: Final = 1 << KNOWN


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
        return cls(rows.select(_columns(rows.columns)).fill_null(0).to_numpy(order="c"))

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
            known = [_word(month) for month in (record, *history[:HISTORY_MONTHS])]
            months[row, : len(known)] = known
        return cls(months)


def _word(month: Month) -> int:
    return month[0] | _RECORD | month[1] << STATUS if month else 0


def _columns(given: Sequence[str]) -> Iterator[pl.Expr]:
    yield _field(pl.col("owned"), status()).alias("0")
    for month in range(1, MONTHS):
        owned, earlier = f"owned_{month}", f"status_{month}"
        known = pl.col(owned) if owned in given else pl.lit(None)
        was = pl.col(earlier).fill_null(0) if earlier in given else pl.lit(0)
        yield _field(known, was).alias(str(month))


def _field(owned: pl.Expr, was: pl.Expr) -> pl.Expr:
    return owned.cast(pl.UInt32) + pl.lit(_RECORD) + was.cast(pl.UInt32) * pl.lit(2**STATUS)
