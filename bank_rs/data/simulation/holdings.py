"""Who holds what, and since or until when."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bank_rs.catalog import CODES

NEVER: Final = -100
"""Month index of an event that has not happened."""

_MOST_DROPS: Final = 3
"""Drops of a product that count; later ones say nothing new about a habit."""

ADULT: Final = 20
"""Age in years at which the junior account ends (apryor6, Solution_p1.md)."""

JUNIOR: Final = CODES.index("ctju")
CCO: Final = CODES.index("cco")
CNO: Final = CODES.index("cno")
NOMINA: Final = CODES.index("nomina")
NOM_PENS: Final = CODES.index("nom_pens")


@dataclass(slots=True)
class Holdings:
    """The state of every client's holdings.

    Attributes
    ----------
    owned
        Bit ``i`` is set where product ``i`` is held, uint32 of shape (clients,).
    added, dropped
        Index of the month of the last addition and drop, int8 of shape (24, clients).
    drops
        How often each product was dropped, int8 of shape (24, clients).
    """

    owned: NDArray[np.uint32]
    added: NDArray[np.int8]
    dropped: NDArray[np.int8]
    drops: NDArray[np.int8]

    @classmethod
    def nothing(cls, clients: int) -> "Holdings":
        """Return the state in which nobody holds or has held anything."""
        shape = len(CODES), clients
        never = np.full(shape, NEVER, np.int8)
        return cls(np.zeros(clients, np.uint32), never, never.copy(), np.zeros(shape, np.int8))

    def holds(self, product: int) -> NDArray[np.bool_]:
        """Whether each client holds the product."""
        return (self.owned & np.uint32(1 << product)).astype(np.bool_)

    def telling_drops(self, product: int, clients: NDArray[np.int64]) -> NDArray[np.int8]:
        """How often the clients dropped the product, as far as that tells of a habit."""
        drops: NDArray[np.int8] = self.drops[product, clients]
        return np.minimum(drops, np.int8(_MOST_DROPS))

    def add(self, product: int, clients: NDArray[np.int64], month: int) -> None:
        """Record that the clients take the product."""
        self.owned[clients] |= np.uint32(1 << product)
        self.added[product, clients] = month

    def drop(self, product: int, clients: NDArray[np.int64], month: int) -> None:
        """Record that the clients give the product up."""
        self.owned[clients] &= ~np.uint32(1 << product)
        self.dropped[product, clients] = month
        self.drops[product, clients] += 1
