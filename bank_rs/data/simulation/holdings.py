"""Who holds what, and since or until when."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bank_rs.catalog import CODES
from bank_rs.data.simulation.affinity import Affinity
from bank_rs.data.simulation.draw import tilt, whole
from bank_rs.data.simulation.population import Population
from bank_rs.data.simulation.published import published, published_count

NEVER: Final = -100
"""Month index of an event that has not happened."""

ADULT: Final = 20
"""Age in years at which the junior account ends (apryor6, Solution_p1.md)."""

_OTHER_ACCOUNT: Final = 2.5
"""How far a payroll or junior account moves its holder away from a current account.

Of the holders of a payroll account 1 in 10 has both, derived from a correlation of -0.35
(Alexdemenev, heat map of product correlations); with the junior account it is next to none.
"""

_DORMANT_SHARE: Final = 0.25
"""Share of the inactive rows that belongs to dormant clients, who hold nothing.

About 180,000 clients come with 2015-07, of whom 4 % are active, among 7,384,390 inactive rows
(iuliia-kuznetsova, data_overview.ipynb, cell 14). The published rates count them in.
"""

_NOTHING_ELSE: Final = 3.0
"""How far holding nothing else moves a client of the first month towards a current account.

Few clients but the dormant ones never hold anything: 23.57 % in all (vvbelyanin, cell 16).
"""

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
    """

    owned: NDArray[np.uint32]
    added: NDArray[np.int8]
    dropped: NDArray[np.int8]

    def holds(self, product: int) -> NDArray[np.bool_]:
        """Whether each client holds the product."""
        return (self.owned & np.uint32(1 << product)).astype(np.bool_)

    def add(self, product: int, clients: NDArray[np.int64], month: int) -> None:
        """Record that the clients take the product."""
        self.owned[clients] |= np.uint32(1 << product)
        self.added[product, clients] = month

    def drop(self, product: int, clients: NDArray[np.int64], month: int) -> None:
        """Record that the clients give the product up."""
        self.owned[clients] &= ~np.uint32(1 << product)
        self.dropped[product, clients] = month


def draw_holdings(
    rng: np.random.Generator,
    people: Population,
    affinity: Affinity,
    active: NDArray[np.bool_],
    present: NDArray[np.bool_],
) -> Holdings:
    """Give the clients of the first month their products and a recent past.

    Inside each segment and activity the clients who lean most towards a product hold it; those
    next in line dropped it in the last months, so that repurchases can start at once.
    """
    size = people.id.size
    holdings = Holdings(
        np.zeros(size, np.uint32),
        np.full((len(CODES), size), NEVER, np.int8),
        np.full((len(CODES), size), NEVER, np.int8),
    )
    cells = [
        np.flatnonzero(present & (people.segment == segment) & (active == state))
        for segment in range(3)
        for state in (True, False)
    ]
    minors = np.flatnonzero(present & (people.age < ADULT))
    for product in (*(p for p in range(len(CODES)) if p != CCO), CCO):
        if product == JUNIOR:
            _settle(rng, holdings, affinity, JUNIOR, minors, _first_holders(JUNIOR, size))
            continue
        shares = _cell_shares(product, np.array([c.size for c in cells]), size)
        for cell, share in zip(cells, shares, strict=True):
            _settle(rng, holdings, affinity, product, cell, share * cell.size)
    return holdings


def _settle(
    rng: np.random.Generator,
    holdings: Holdings,
    affinity: Affinity,
    product: int,
    cell: NDArray[np.int64],
    expected: float,
) -> None:
    """Let those of the cell who lean most hold the product, and the next ones have dropped it."""
    lean = affinity.scores[product, cell]
    if product == CCO:
        instead = holdings.holds(CNO)[cell] | holdings.holds(JUNIOR)[cell]
        lean = lean - _OTHER_ACCOUNT * instead + _NOTHING_ELSE * (holdings.owned[cell] == 0)
    order = cell[np.argsort(-lean)]
    held = min(whole(rng, expected), cell.size)
    holdings.add(product, order[:held], NEVER)
    size = holdings.owned.size
    churn = published_count("additions", product, 0, size) / max(_first_holders(product, size), 1)
    lately = order[held : held + whole(rng, 3 * churn * held)]
    holdings.dropped[product, lately] = -rng.integers(0, 4, lately.size)


def _first_holders(product: int, size: int) -> float:
    return published_count("holders", product, 0, size)


def _cell_shares(product: int, sizes: NDArray[np.int64], clients: int) -> NDArray[np.float64]:
    """Published shares by segment and activity, shifted to the holders of the first month."""
    rates = np.array([row[product] for row in published("holdings")["rate"].values()])
    rates[1::2] = np.minimum(rates[1::2] / (1 - _DORMANT_SHARE), 0.99)
    return tilt(rates, sizes, _first_holders(product, clients))
