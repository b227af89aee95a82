"""One month of trade: what clients take and give up."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bank_rs.catalog import CODES
from bank_rs.data.simulation.additions import Additions
from bank_rs.data.simulation.affinity import Affinity
from bank_rs.data.simulation.balance import Balance
from bank_rs.data.simulation.behaviour import behaviour
from bank_rs.data.simulation.drops import Drops
from bank_rs.data.simulation.event import Event
from bank_rs.data.simulation.holdings import CCO, CNO, NOM_PENS, NOMINA, Holdings
from bank_rs.data.simulation.month import Month
from bank_rs.data.simulation.population import Population
from bank_rs.data.simulation.presence import Presence
from bank_rs.data.simulation.traits import Traits

Step = tuple[str, int]
"""``_ADDED`` or ``_DROPPED``, and the position of the product."""

_ADDED: Final = "added"
_DROPPED: Final = "dropped"
_LINKED: Final = (
    (_ADDED, NOM_PENS),
    (_ADDED, NOMINA),
    (_DROPPED, NOMINA),
    (_DROPPED, NOM_PENS),
    (_ADDED, CNO),
    (_DROPPED, CNO),
    (_ADDED, CCO),
    (_DROPPED, CCO),
)
_FREE: Final = tuple(p for p in range(len(CODES)) if (_ADDED, p) not in _LINKED)
_STEPS: Final = (*_LINKED, *((kind, p) for p in _FREE for kind in (_ADDED, _DROPPED)))
"""The month's events in an order in which each follows its trigger."""

_TRIGGERS: Final[dict[Step, Step]] = {
    (_ADDED, CCO): (_DROPPED, CNO),
    (_DROPPED, NOM_PENS): (_DROPPED, NOMINA),
    (_DROPPED, CCO): (_ADDED, CNO),
}
_RIVALS: Final[dict[Step, Step]] = {(_ADDED, CCO): (_ADDED, CNO)}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a month of trade brought.

    Attributes
    ----------
    bought
        Who took something, bool of shape (clients,).
    chance
        Probability of taking each product as seen from the month before, float32 of shape
        (24, clients); 0 where it is held or the client has no record in both months.
    """

    bought: NDArray[np.bool_]
    chance: NDArray[np.float32]


class Trade:
    """Moves holdings from month to month.

    Everything of a month is drawn from the state at the end of the month before; only then are
    the holdings moved.

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
        self._triggers = _TRIGGERS | {
            (_ADDED, CODES.index(code)): (_ADDED, CODES.index(pair["after"]))
            for code, pair in behaviour()["with"].items()
        }

    def run(self, index: int, active: NDArray[np.bool_], age: NDArray[np.int16]) -> Outcome:
        """Let a month pass.

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
        balance = Balance(index, self._holdings, self._people, self._presence, active)
        month = Month.begin(index, self._presence, self._holdings, traits, balance, age)
        events: dict[Step, Event] = {}
        arrived: dict[int, NDArray[np.int64]] = {}
        nobody = Event.to_nobody(active.size)
        for step in _STEPS:
            kind, product = step
            trigger = events[self._triggers[step]] if step in self._triggers else nobody
            if kind == _ADDED:
                rival = events[_RIVALS[step]] if step in _RIVALS else nobody
                arrived[product] = self._additions.arrive(product, month)
                events[step] = self._additions.run(product, month, trigger, rival)
            else:
                taken = arrived[product].size + events[_ADDED, product].clients.size
                events[step] = self._drops.run(product, month, taken, trigger)
        self._move(index, events, arrived)
        added = [events[_ADDED, product] for product in range(len(CODES))]
        bought = np.logical_or.reduce([event.happened for event in added])
        return Outcome(bought, np.stack([event.chance for event in added]))

    def _move(
        self, index: int, events: dict[Step, Event], arrived: dict[int, NDArray[np.int64]]
    ) -> None:
        for product in range(len(CODES)):
            self._holdings.drop(product, events[_DROPPED, product].clients, index)
            self._holdings.add(product, events[_ADDED, product].clients, index)
            self._holdings.add(product, arrived[product], index)
