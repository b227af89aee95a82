"""One month of trade: what clients take and give up."""

import numpy as np
from numpy.typing import NDArray

from bank_rs.catalog import CODES
from bank_rs.data.simulation.additions import Additions
from bank_rs.data.simulation.affinity import Affinity
from bank_rs.data.simulation.drops import Drops
from bank_rs.data.simulation.holdings import CCO, CNO, NOM_PENS, NOMINA, Holdings
from bank_rs.data.simulation.month import Month
from bank_rs.data.simulation.population import Population
from bank_rs.data.simulation.presence import Presence
from bank_rs.data.simulation.traits import Traits

_FIRST = (NOM_PENS, NOMINA, CNO, CCO)
_ORDER = (*_FIRST, *(product for product in range(len(CODES)) if product not in _FIRST))
"""Products that others of the same month depend on come first."""


class Trade:
    """Moves holdings from month to month.

    Parameters
    ----------
    rng
        Source of chance.
    holdings
        The state to move.
    affinity
        Leanings of the clients.
    people, presence
        Who the clients are and when they have records.
    """

    def __init__(
        self,
        rng: np.random.Generator,
        holdings: Holdings,
        affinity: Affinity,
        people: Population,
        presence: Presence,
    ) -> None:
        self._people = people
        self._holdings = holdings
        self._presence = presence
        self._additions = Additions(rng, holdings, affinity)
        self._drops = Drops(rng, holdings, affinity)

    def run(
        self, index: int, active: NDArray[np.bool_], age: NDArray[np.int16]
    ) -> NDArray[np.bool_]:
        """Let a month pass and say who bought.

        Parameters
        ----------
        index
            Index of the month that holdings are moved to, at least 1.
        active
            Activity in the month before.
        age
            Age in the month, in years.
        """
        traits = Traits.at(index, self._people, self._presence, active)
        month = Month.begin(index, self._presence, self._holdings.owned, traits, age)
        for product in _ORDER:
            self._additions.arrive(product, month)
            self._additions.run(product, month)
            self._drops.run(product, month)
        return month.bought
