"""What clients give up in a month."""

import numpy as np
from numpy.typing import NDArray

from bank_rs.data.simulation.affinity import Affinity
from bank_rs.data.simulation.companions import companion_lean
from bank_rs.data.simulation.draw import pick, whole
from bank_rs.data.simulation.holdings import (
    ADULT,
    CCO,
    CNO,
    JUNIOR,
    NOM_PENS,
    NOMINA,
    Holdings,
)
from bank_rs.data.simulation.month import Month
from bank_rs.data.simulation.published import published, published_count


class Drops:
    """Draws who gives a product up, so that its published holders remain.

    Parameters
    ----------
    rng
        Source of chance.
    holdings
        The state to change.
    affinity
        Leanings of the clients.
    """

    def __init__(self, rng: np.random.Generator, holdings: Holdings, affinity: Affinity) -> None:
        self._rng = rng
        self._holdings = holdings
        self._affinity = affinity
        self._rules = published("behaviour")["drop"]

    def run(self, product: int, month: Month) -> None:
        """Close what the published holders of the month leave no room for.

        The junior account ends for everybody who has come of age, whatever the counts say.
        """
        state = self._holdings
        if product == JUNIOR:
            grown = np.flatnonzero(state.holds(JUNIOR) & (month.age >= ADULT))
            state.drop(JUNIOR, grown, month.index)
        held = state.holds(product)
        wanted = published_count("holders", product, month.index, month.age.size)
        count = whole(self._rng, np.count_nonzero(held & month.present) - wanted)
        can = held & month.both & month.had(product)
        first, quota = self._first_to_go(product, month, count)
        count -= self._give_up(product, month, np.flatnonzero(can & first), quota)
        self._give_up(product, month, np.flatnonzero(can & state.holds(product)), count)

    def _first_to_go(self, product: int, month: Month, count: int) -> tuple[NDArray[np.bool_], int]:
        """Those who drop before everybody else, and how many of them."""
        pairs = published("behaviour")["pairs"]
        if product == NOMINA:
            unpaid = self._holdings.dropped[NOM_PENS] == month.index
            return unpaid, round(pairs["nomina dropped with nom_pens"] * count)
        paid = self._holdings.added[CNO] == month.index
        return paid, round(pairs["cco replaced by cno"] * count) if product == CCO else 0

    def _give_up(self, product: int, month: Month, pool: NDArray[np.int64], count: int) -> int:
        rules, state = self._rules, self._holdings
        lean: NDArray[np.float32] = rules["affinity"] * self._affinity.scores[product, pool]
        lean += rules["restless"] * self._affinity.restless[pool]
        lean -= companion_lean(state, product, pool)
        lean -= np.float32(rules["last"]) * (state.owned[pool] == np.uint32(1 << product))
        since = month.index - state.added[product, pool].astype(np.float32)
        lean += np.float32(rules["recent"]) * (since <= rules["memory_months"])
        chosen = pool[pick(self._rng, lean, count)]
        state.drop(product, chosen, month.index)
        return int(chosen.size)
