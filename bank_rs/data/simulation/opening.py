"""What the clients of the first month hold."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from bank_rs.catalog import CODES
from bank_rs.data.published import published
from bank_rs.data.published.months import MONTHS
from bank_rs.data.published.scale import published_count
from bank_rs.data.simulation.affinity import Affinity
from bank_rs.data.simulation.balance import CELLS, cell_rates, cells_of
from bank_rs.data.simulation.behaviour import behaviour
from bank_rs.data.simulation.draw import rounded
from bank_rs.data.simulation.holdings import ADULT, CCO, CNO, JUNIOR, NEVER, Holdings
from bank_rs.data.simulation.population import Population
from bank_rs.data.simulation.presence import Presence

_OTHER_ACCOUNT: Final = {CNO: 2.5, JUNIOR: 8.0}
"""How far another account moves its holder away from a current account.

1 in 10 holders of a payroll account has both and next to no holder of a junior account, derived
from correlations of -0.35 and -0.14 (Alexdemenev, heat map of product correlations).
"""

_NOTHING_ELSE: Final = 3.0
"""How far holding nothing else moves a client of the first month towards a current account.

Few clients but the dormant ones never hold anything: 23.57 % in all (vvbelyanin, cell 16).
"""

_UNSEEN_ROWS: Final = 15_400.0
"""Rows without a profile of clients who have one in the first month.

Later ones come with nothing: their products would be among the published first records.
"""


def draw_holdings(
    rng: np.random.Generator,
    people: Population,
    affinity: Affinity,
    active: NDArray[np.bool_],
    presence: Presence,
) -> Holdings:
    """Give the clients of the first month their products and a recent past.

    Inside each segment and activity the clients who lean most towards a product hold it; those
    next in line dropped it in the last months, so that repurchases can start at once.
    """
    opening = _Opening(rng, affinity, ~presence.at(len(MONTHS) - 1))
    unseen = presence.at(0) & presence.without_profile
    seen = presence.at(0) & ~unseen
    cells = np.where(seen, cells_of(people.segment, active), -1)
    sizes = np.bincount(cells[seen], minlength=CELLS)
    members = [np.flatnonzero(cells == cell) for cell in range(CELLS)]
    for product in (*(p for p in range(len(CODES)) if p != CCO), CCO):
        holders = published_count("holders", product, 0, active.size)
        if product == JUNIOR:
            opening.settle(JUNIOR, np.flatnonzero(seen & (people.age < ADULT)), holders)
            continue
        holders -= opening.settle_unseen(product, np.flatnonzero(unseen))
        wanted = cell_rates(product, sizes, holders) * sizes
        for clients, expected in zip(members, wanted, strict=True):
            opening.settle(product, clients, expected)
    return opening.holdings


class _Opening:
    """Holdings of the first month, filled product by product.

    Parameters
    ----------
    rng
        Source of chance.
    affinity
        Leanings of the clients.
    leaving
        Who has left the bank by the last month.
    """

    def __init__(
        self, rng: np.random.Generator, affinity: Affinity, leaving: NDArray[np.bool_]
    ) -> None:
        self.holdings = Holdings.nothing(leaving.size)
        self._rng = rng
        self._affinity = affinity
        self._leaving = leaving

    def settle_unseen(self, product: int, unseen: NDArray[np.int64]) -> int:
        """Give those without a profile what only they can have held, and count them."""
        rate = published("segments")["without_profile"][product] / _UNSEEN_ROWS
        chosen = unseen[self._rng.random(unseen.size) < min(rate, 1.0)]
        self.holdings.add(product, chosen, NEVER)
        return int(chosen.size)

    def settle(self, product: int, clients: NDArray[np.int64], expected: float) -> None:
        """Let those who lean most hold the product, and the next ones have dropped it."""
        order = clients[np.argsort(-self._lean(product, clients))]
        held = min(rounded(self._rng, expected), clients.size)
        self.holdings.add(product, order[:held], NEVER)
        size = self._leaving.size
        holders = max(published_count("holders", product, 0, size), 1)
        churn = published_count("additions", product, 0, size) / holders
        lately = order[held : held + rounded(self._rng, 3 * churn * held)]
        self.holdings.dropped[product, lately] = -self._rng.integers(0, 4, lately.size)
        self.holdings.drops[product, lately] = 1

    def _lean(self, product: int, clients: NDArray[np.int64]) -> NDArray[np.float32]:
        weight = np.float32(behaviour()["leaving"]["opening"])
        scores = self._affinity.scores[product, clients]
        lean: NDArray[np.float32] = scores + weight * self._leaving[clients]
        if product == CCO:
            lean += np.float32(_NOTHING_ELSE) * (self.holdings.owned[clients] == 0)
            for other, apart in _OTHER_ACCOUNT.items():
                lean -= np.float32(apart) * self.holdings.holds(other)[clients]
        return lean
