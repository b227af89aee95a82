"""What the clients of the first month hold."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from bank_rs.catalog import CODES
from bank_rs.data.simulation.affinity import Affinity
from bank_rs.data.simulation.balance import CELLS, cell_rates, cells_of
from bank_rs.data.simulation.behaviour import behaviour
from bank_rs.data.simulation.draw import whole
from bank_rs.data.simulation.holdings import ADULT, CCO, CNO, JUNIOR, NEVER, Holdings
from bank_rs.data.simulation.months import MONTHS
from bank_rs.data.simulation.population import Population
from bank_rs.data.simulation.presence import Presence
from bank_rs.data.simulation.published import published, published_count

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
    present, leaving = presence.at(0), ~presence.at(len(MONTHS) - 1)
    holdings = Holdings.nothing(people.id.size)
    unseen = present & presence.without_profile
    seen = present & ~unseen
    cells = np.where(seen, cells_of(people.segment, active), -1)
    sizes = np.bincount(cells[seen], minlength=CELLS)
    for product in (*(p for p in range(len(CODES)) if p != CCO), CCO):
        if product == JUNIOR:
            minors = np.flatnonzero(seen & (people.age < ADULT))
            wanted = published_count("holders", JUNIOR, 0, present.size)
            _settle(rng, holdings, affinity, JUNIOR, minors, leaving, wanted)
            continue
        wanted = published_count("holders", product, 0, present.size)
        wanted -= _settle_unseen(rng, holdings, product, np.flatnonzero(unseen))
        rates = cell_rates(product, sizes, wanted)
        for cell, wanted in enumerate(rates * sizes):
            members = np.flatnonzero(cells == cell)
            _settle(rng, holdings, affinity, product, members, leaving, wanted)
    return holdings


def _settle_unseen(
    rng: np.random.Generator, holdings: Holdings, product: int, unseen: NDArray[np.int64]
) -> int:
    """Give those without a profile what only they can have held, and count them."""
    rate = published("segments")["without_profile"][product] / _UNSEEN_ROWS
    chosen = unseen[rng.random(unseen.size) < min(rate, 1.0)]
    holdings.add(product, chosen, NEVER)
    return int(chosen.size)


def _settle(
    rng: np.random.Generator,
    holdings: Holdings,
    affinity: Affinity,
    product: int,
    cell: NDArray[np.int64],
    leaving: NDArray[np.bool_],
    expected: float,
) -> None:
    """Let those of the cell who lean most hold the product, and the next ones have dropped it."""
    weight = np.float32(behaviour()["closing"]["opening"])
    lean: NDArray[np.float32] = affinity.scores[product, cell] + weight * leaving[cell]
    if product == CCO:
        lean += np.float32(_NOTHING_ELSE) * (holdings.owned[cell] == 0)
        for other, apart in _OTHER_ACCOUNT.items():
            lean -= np.float32(apart) * holdings.holds(other)[cell]
    order = cell[np.argsort(-lean)]
    held = min(whole(rng, expected), cell.size)
    holdings.add(product, order[:held], NEVER)
    size = holdings.owned.size
    holders = max(published_count("holders", product, 0, size), 1)
    churn = published_count("additions", product, 0, size) / holders
    lately = order[held : held + whole(rng, 3 * churn * held)]
    holdings.dropped[product, lately] = -rng.integers(0, 4, lately.size)
    holdings.drops[product, lately] = 1
