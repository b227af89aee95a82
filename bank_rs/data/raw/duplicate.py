"""Records of a client and month that the file has already given."""

from collections.abc import Iterator

import numpy as np
import polars as pl
from numpy.typing import NDArray

from bank_rs.data.keys import MONTH_BITS, month_keys
from bank_rs.data.raw.batch import Batch

_RULE = "be there once in a month, and an earlier row has it"


class Seen:
    """The clients seen so far, month by month: eight bytes a record."""

    def __init__(self) -> None:
        self._clients: dict[int, NDArray[np.int64]] = {}

    def again(self, panel: pl.DataFrame) -> NDArray[np.bool_]:
        """Which rows repeat a client and month of an earlier row, here or in an earlier call."""
        keys = month_keys(panel)
        repeated = ~pl.Series(keys).is_first_distinct().to_numpy()
        clients, months = keys >> MONTH_BITS, keys & (2**MONTH_BITS - 1)
        for month in np.unique(months).tolist():
            here = months == month
            before = self._clients.get(month, np.empty(0, np.int64))
            repeated[here] |= np.isin(clients[here], before)
            self._clients[month] = np.concatenate([before, clients[here & ~repeated]])
        return repeated


def without_duplicates(batches: Iterator[Batch]) -> Iterator[Batch]:
    """Refuse each record whose client and month an earlier row of the file has."""
    seen = Seen()
    for batch in batches:
        again = pl.Series(seen.again(batch.panel))
        yield batch.refuse(
            pl.DataFrame({"again": again}).select(
                column=pl.when("again").then(pl.lit("ncodpers")),
                rule=pl.when("again").then(pl.lit(_RULE)),
            )
        )
