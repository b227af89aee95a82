"""The activity index: who uses the bank in a month."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from bank_rs.catalog import CODES
from bank_rs.data.published import published
from bank_rs.data.published.segment import SEGMENTS, TOP
from bank_rs.data.simulation.affinity import Affinity
from bank_rs.data.simulation.behaviour import behaviour
from bank_rs.data.simulation.draw import pick, tilt
from bank_rs.data.simulation.holdings import ADULT, Holdings
from bank_rs.data.simulation.population import Population
from bank_rs.data.simulation.presence import Presence

Flags = NDArray[np.bool_]
Lean = NDArray[np.float32]

_SEGMENT_RATES: Final = np.array([0.984, 0.512, 0.299])
"""Active share of each segment's rows, solved from the product rates of dennismathewjose, cells
83 (by segment) and 86 (by segment and activity)."""

_DORMANT_RATE: Final = 0.01
"""Active share of the dormant clients; with the fresh ones the 197,707 rows that come with
2015-07 turn 55.1 % into 42.9 % (silverstar0727, cell 16)."""

_FRESH_RATE: Final = 0.45
"""Active share of other new clients: half of the growth of active clients in 2015-08 (same)."""

_ENGAGED: Final = np.float32(0.7)
_MINOR: Final = np.float32(0.7)
"""How much more active minors are: of the rows with a junior account four in five are (same)."""

_STRONGEST_SIGN: Final = np.float32(6.0)


class Activity:
    """Draws who is active, as many as published in each month.

    Parameters
    ----------
    rng
        Source of chance.
    people, presence
        Who the clients are and when they have records.
    affinity
        Leanings of the clients.
    """

    def __init__(
        self,
        rng: np.random.Generator,
        people: Population,
        presence: Presence,
        affinity: Affinity,
    ) -> None:
        self._rng = rng
        self._people = people
        self._presence = presence
        self._lasting = _ENGAGED * affinity.engagement + _MINOR * (people.age < ADULT)

    def first(self) -> Flags:
        """Activity of each client in the first month, or at the first record of later clients."""
        chance = np.where(self._presence.dormant, _DORMANT_RATE, _FRESH_RATE)
        chance[self._people.segment == TOP] = _SEGMENT_RATES[TOP]
        active: Flags = self._rng.random(chance.size) < chance
        cells, counts = self._wanted(active, 0)
        for cell, count in zip(cells, counts, strict=True):
            active[cell] = False
            active[cell[pick(self._rng, self._lasting[cell], count)]] = True
        return active

    def following(self, active: Flags, bought: Flags, holdings: Holdings, month: int) -> Flags:
        """Return activity a month later.

        Buyers wake up, and so do clients who rise to the top segment. Of the others some fall
        asleep and some wake until the published share of the month is met; the less clients hold
        of what active clients of their segment hold, the sooner they fall asleep.

        Parameters
        ----------
        active
            Activity in the month before.
        bought
            Who takes something in the month.
        holdings
            What is held in the month.
        month
            Index of the month.
        """
        rules = behaviour()["activity"]
        segment, before = self._people.segment_at(month), self._people.segment_at(month - 1)
        active = active | (bought & (self._rng.random(active.size) < rules["buyer_wakes"]))
        active |= (segment == TOP) & (before != TOP)
        lean = self._lasting + _signs(holdings, segment)
        cells, counts = self._wanted(active, month)
        for cell, count in zip(cells, counts, strict=True):
            churn = round(rules["churn"] * cell.size)
            falling = cell[active[cell] & ~bought[cell]]
            excess = int(active[cell].sum()) - count
            active[falling[pick(self._rng, -lean[falling], churn + max(excess, 0))]] = False
            waking = cell[~active[cell]]
            shortage = count - int(active[cell].sum())
            active[waking[pick(self._rng, lean[waking], shortage)]] = True
        return active

    def _wanted(self, active: Flags, month: int) -> tuple[list[NDArray[np.int64]], list[int]]:
        """Clients of each segment but the dormant, and how many of them are to be active."""
        present, dormant = self._presence.at(month), self._presence.dormant
        segment = self._people.segment_at(month)
        cells = [
            np.flatnonzero(present & ~dormant & (segment == code)) for code in range(len(SEGMENTS))
        ]
        sizes = np.array([cell.size for cell in cells])
        wanted = published("presence")["active_share"][month] * present.sum()
        rates = tilt(_awake_rates(), sizes, wanted - (active & present & dormant).sum())
        return cells, [round(count) for count in rates * sizes]


def _awake_rates() -> NDArray[np.float64]:
    """Active share of each segment, the dormant clients left out."""
    dormant = np.array(behaviour()["dormant_share_of_inactive"])
    return np.asarray(_SEGMENT_RATES / (1 - (1 - _SEGMENT_RATES) * dormant))


def _signs(holdings: Holdings, segment: NDArray[np.int8]) -> Lean:
    """Log odds of being active by what is held, from the published shares of both states.

    Bayes' rule as if products were held independently of each other, which overstates; hence the
    strength below 1 and the limit on what all of them together can say.
    """
    rates = np.array(list(published("holdings")["rate"].values())).clip(1e-5, 1 - 1e-5)
    active, inactive = rates[::2], rates[1::2]
    held = _strength() * np.log(active / inactive).astype(np.float32)
    lacked = _strength() * np.log((1 - active) / (1 - inactive)).astype(np.float32)
    lean = np.zeros(segment.size, np.float32)
    for product in range(len(CODES)):
        holds = holdings.holds(product)
        lean += np.where(holds, held[segment, product], lacked[segment, product])
    return lean.clip(-_STRONGEST_SIGN, _STRONGEST_SIGN)


def _strength() -> Lean:
    """Part of its sign that each product gives in each segment, shape (3, 24)."""
    rules = behaviour()["activity"]["signs"].values()
    rows = [[rule.get(code, rule["others"]) for code in CODES] for rule in rules]
    return np.array(rows, np.float32)
