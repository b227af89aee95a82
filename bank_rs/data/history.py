"""What is known of each client in the months before a record, and what is added in the next."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from bank_rs.data.contract import PanelError
from bank_rs.data.keys import month_keys

Month = tuple[int, int] | None
"""Ownership mask and status (see `status_of`) of one month, None where there is no record."""

HISTORY_MONTHS: Final = 12
HISTORY: Final = tuple(
    f"{name}_{month}" for name in ("owned", "status") for month in range(1, HISTORY_MONTHS + 1)
)
"""Columns of the months before a record, the nearest first: ownership masks, then statuses."""

_NO_RECORD: Final = {np.dtype(np.uint32): 2**32 - 1, np.dtype(np.uint8): 2**8 - 1}
"""What no mask and no status ever is, by dtype."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """The records' ownership, client by client, months rising.

    Attributes
    ----------
    order : ndarray of shape (n,), int64
        The panel's row that stands at each place.
    keys : ndarray of shape (n,), int64
        Client and month of each place, see `month_keys`.
    owned : ndarray of shape (n,), uint32
        Ownership mask of each place.
    """

    order: NDArray[np.int64]
    keys: NDArray[np.int64]
    owned: NDArray[np.uint32]

    @classmethod
    def of(cls, panel: pl.DataFrame) -> "Timeline":
        """Put the records of a panel in order.

        Parameters
        ----------
        panel
            Columns ``id``, ``fetch_date`` and ``owned`` of ``PANEL_SCHEMA``, rows in any order.

        Raises
        ------
        PanelError
            If a client has two records in one month.
        """
        keys = month_keys(panel)
        order = np.argsort(keys, kind="stable")
        keys = keys[order]
        if (keys[1:] == keys[:-1]).any():
            raise PanelError("the panel has two records of one client in one month: remove one.")
        return cls(order, keys, panel["owned"].to_numpy()[order])

    def history(self, values: pl.Series, months: int = HISTORY_MONTHS) -> pl.DataFrame:
        """What was known in each of the months before a record.

        Parameters
        ----------
        values
            Of each of the panel's rows, in its order: ownership masks as UInt32 or statuses as
            UInt8.
        months
            How many months to look back.

        Returns
        -------
        pl.DataFrame
            A row for each of the panel's, in its order; columns named after the values, with
            ``_1`` to ``_{months}`` behind: null where the client has no record that many months
            before.
        """
        known = values.to_numpy()[self.order]
        earlier = np.full((months, self.keys.size), _NO_RECORD[known.dtype], known.dtype)
        # Of one client's months, k earlier is at most k places back.
        for back in range(1, months + 1):
            apart = self.keys[back:] - self.keys[:-back]
            near = np.flatnonzero(apart <= months)
            earlier[apart[near] - 1, near + back] = known[near]
        return pl.DataFrame(
            {
                f"{values.name}_{k}": self._in_panel_order(column)
                for k, column in enumerate(earlier, start=1)
            }
        )

    def added(self) -> pl.Series:
        """What is held in the next month and not in the record's own.

        Returns
        -------
        pl.Series
            UInt32 masks in the panel's order, null where the client has no record in the very next
            month.
        """
        masks = np.full(self.keys.size, _NO_RECORD[self.owned.dtype], np.uint32)
        adjacent = self.keys[1:] - self.keys[:-1] == 1
        masks[:-1][adjacent] = (self.owned[1:] & ~self.owned[:-1])[adjacent]
        return self._in_panel_order(masks)

    def _in_panel_order(self, values: NDArray[Any]) -> pl.Series:
        unsorted = np.empty_like(values)
        unsorted[self.order] = values
        return pl.Series(unsorted).replace(_NO_RECORD[values.dtype], None)
