"""What each client held in the months before a record, and what the client adds in the next."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from bank_rs.data.contract import PanelError
from bank_rs.data.keys import month_keys

HISTORY_MONTHS: Final = 12
_NO_RECORD: Final = np.uint32(2**32 - 1)


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

    def history(self, months: int = HISTORY_MONTHS) -> pl.DataFrame:
        """What was held in each of the months before a record.

        Returns
        -------
        pl.DataFrame
            A row for each of the panel's, in its order; columns ``owned_1`` to ``owned_{months}``
            of UInt32 masks, null where the client has no record that many months before.
        """
        masks = np.full((months, self.keys.size), _NO_RECORD)
        # Of one client's months, k earlier is at most k places back.
        for back in range(1, months + 1):
            apart = self.keys[back:] - self.keys[:-back]
            near = np.flatnonzero(apart <= months)
            masks[apart[near] - 1, near + back] = self.owned[near]
        return pl.DataFrame(
            {f"owned_{k}": self._in_panel_order(column) for k, column in enumerate(masks, start=1)}
        )

    def added(self) -> pl.Series:
        """What is held in the next month and not in the record's own.

        Returns
        -------
        pl.Series
            UInt32 masks in the panel's order, null where the client has no record in the very next
            month.
        """
        masks = np.full(self.keys.size, _NO_RECORD)
        adjacent = self.keys[1:] - self.keys[:-1] == 1
        masks[:-1][adjacent] = (self.owned[1:] & ~self.owned[:-1])[adjacent]
        return self._in_panel_order(masks)

    def _in_panel_order(self, masks: NDArray[np.uint32]) -> pl.Series:
        unsorted = np.empty_like(masks)
        unsorted[self.order] = masks
        return pl.Series(unsorted).replace(int(_NO_RECORD), None)
