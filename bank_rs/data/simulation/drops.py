"""What clients give up in a month."""

import numpy as np
from numpy.typing import NDArray

from bank_rs.data.published.scale import published_count
from bank_rs.data.simulation.affinity import Affinity
from bank_rs.data.simulation.behaviour import behaviour
from bank_rs.data.simulation.chance import chances, draw_events, shift_to
from bank_rs.data.simulation.event import Event
from bank_rs.data.simulation.holdings import CCO, JUNIOR, NOM_PENS, NOMINA, Holdings
from bank_rs.data.simulation.month import Month
from bank_rs.data.simulation.pulls import held_pull


class Drops:
    """Draws who gives a product up, so that its published holders remain.

    Parameters
    ----------
    rng
        Source of chance.
    holdings
        The state at the end of the month before.
    affinity
        Leanings of the clients.
    """

    def __init__(self, rng: np.random.Generator, holdings: Holdings, affinity: Affinity) -> None:
        self._rng = rng
        self._holdings = holdings
        self._affinity = affinity

    def run(self, product: int, month: Month, taken: int, trigger: Event) -> Event:
        """Return who closes what the published holders of the month leave no room for.

        The junior account ends for everybody who has come of age, whatever the counts say.

        Parameters
        ----------
        product
            Position in the catalog.
        month
            What is known of the month.
        taken
            Clients who take the product in the month.
        trigger
            The event of the month that makes clients give the product up.

        Returns
        -------
        Event
            Its probability is that seen once the trigger is known.
        """
        held = self._holdings.holds(product)
        wanted = published_count("holders", product, month.index, month.age.size)
        expected = int((held & month.present).sum()) + taken - wanted
        event = Event.to_nobody(held.size)
        pool = np.flatnonzero(held & month.both)
        if product == JUNIOR:
            event.happened[:] = month.grown
            event.chance[month.grown] = 1
            pool = pool[~month.grown[pool]]
            expected -= int((month.grown & month.present).sum())
        chance = self._chances(product, month, pool, expected, trigger.happened[pool])
        event.chance[pool] = chance
        event.happened[pool[draw_events(self._rng, chance)]] = True
        return event

    def _chances(
        self,
        product: int,
        month: Month,
        pool: NDArray[np.int64],
        expected: float,
        triggered: NDArray[np.bool_],
    ) -> NDArray[np.float32]:
        lean = self._lean(product, month, pool)
        brought = float(triggered.sum())
        if product == CCO:
            share = behaviour()["drop"]["cco_replaced_by_cno"]
            brought = min(share * max(expected, 0.0), brought)
        free = ~triggered
        if product == NOM_PENS:
            free &= ~self._holdings.holds(NOMINA)[pool]
        found = np.zeros(pool.size, np.float32)
        for group, count in ((triggered, brought), (free, expected - brought)):
            found[group] = chances(lean[group], shift_to(lean[group], count))
        return found

    def _lean(self, product: int, month: Month, pool: NDArray[np.int64]) -> NDArray[np.float32]:
        rules, state = behaviour()["drop"], self._holdings
        lean: NDArray[np.float32] = (
            np.float32(rules["affinity"]) * self._affinity.scores[product, pool]
        )
        lean += np.float32(rules["restless"]) * self._affinity.restless[product, pool]
        lean += np.float32(rules["drops"]) * state.telling_drops(product, pool)
        lean -= held_pull(state, product, pool)
        lean -= month.balance.lean(product, pool)
        lean -= np.float32(rules["last"]) * (state.owned[pool] == np.uint32(1 << product))
        lean += np.float32(rules["closing"]) * month.closing[pool]
        since = month.index - state.added[product, pool].astype(np.float32)
        lean += np.float32(rules["recent"]) * (since <= rules["memory_months"])
        return lean
