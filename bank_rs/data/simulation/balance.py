"""Holders of each product by segment and activity, held near the published shares."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from bank_rs.catalog import CODES
from bank_rs.data.published import published
from bank_rs.data.published.scale import published_count
from bank_rs.data.published.segment import SEGMENTS
from bank_rs.data.simulation.behaviour import behaviour
from bank_rs.data.simulation.draw import tilt
from bank_rs.data.simulation.holdings import Holdings
from bank_rs.data.simulation.population import Population
from bank_rs.data.simulation.presence import Presence

CELLS: Final = 2 * len(SEGMENTS)
"""Segments by activity."""

_LARGE_PART: Final = 0.05
"""Part of a product's holders from which on a cell follows their number from month to month."""

_STRONGEST: Final = 3.0
"""Log odds that are never exceeded, so that a cell nobody is in cannot push all clients."""


def cells_of(segment: NDArray[np.int8], active: NDArray[np.bool_]) -> NDArray[np.int8]:
    """Return the cell of each client: 0 for active top clients to 5 for inactive students."""
    return (2 * segment + ~active).astype(np.int8)


def cell_rates(product: int, sizes: NDArray[np.int64], holders: float) -> NDArray[np.float64]:
    """Return the wanted share of holders in each cell, shape (6,).

    The published shares over all months. Those of the cells that hold most of the product have
    their odds multiplied by one factor, so that there are ``holders`` in all; the others keep
    theirs. Dormant clients hold nothing and are not among ``sizes``.
    """
    shares = np.array([row[product] for row in published("holdings")["rate"].values()])
    shares[1::2] /= 1 - np.array(behaviour()["dormant_share_of_inactive"])
    rates: NDArray[np.float64] = np.minimum(shares, 0.995)
    held = rates * sizes
    large = held >= _LARGE_PART * held.sum()
    rates[large] = tilt(rates[large], sizes[large], holders - held[~large].sum())
    return rates


class Balance:
    """Log odds that draw the holders of each cell towards their wanted share.

    Parameters
    ----------
    month
        Index of the month to come.
    holdings
        The state at the end of the month before.
    people, presence
        Who the clients are and when they have records.
    active
        Activity in the month before.
    """

    def __init__(
        self,
        month: int,
        holdings: Holdings,
        people: Population,
        presence: Presence,
        active: NDArray[np.bool_],
    ) -> None:
        self._cells = cells_of(people.segment_at(month - 1), active)
        here = presence.at(month - 1) & ~presence.dormant
        sizes = np.bincount(self._cells[here], minlength=CELLS)
        self._table = np.zeros((len(CODES), CELLS), np.float32)
        for product in range(len(CODES)):
            held = here & holdings.holds(product)
            found = np.bincount(self._cells[held], minlength=CELLS)
            holders = published_count("holders", product, month - 1, active.size)
            wanted = cell_rates(product, sizes, holders) * sizes
            self._table[product] = np.log((wanted + 5) / (found + 5))
        strength = behaviour()["balance"]
        np.clip(strength * self._table, -_STRONGEST, _STRONGEST, out=self._table)

    def lean(self, product: int, clients: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the log odds of taking the product, in the shape of ``clients``."""
        lean: NDArray[np.float32] = self._table[product, self._cells[clients]]
        return lean
