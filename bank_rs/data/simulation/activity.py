"""The activity index: who uses the bank in a month."""

import numpy as np
from numpy.typing import NDArray

from bank_rs.catalog import mask_of
from bank_rs.data.simulation.affinity import Affinity
from bank_rs.data.simulation.draw import pick, tilt
from bank_rs.data.simulation.population import Population
from bank_rs.data.simulation.presence import Presence
from bank_rs.data.simulation.published import published

_SEGMENT_RATES = (0.984, 0.512, 0.299)
"""Active share of each segment's rows, solved from the product rates of dennismathewjose, cells
83 (by segment) and 86 (by segment and activity)."""

_DORMANT_RATE = 0.04
"""Active share of the clients who appear in 2015-07: what turns 55.1 % into 42.9 %
(silverstar0727, cell 16)."""

_FRESH_RATE = 0.45
"""Active share of other new clients: half of the growth of active clients in 2015-08 (same)."""


def first_activity(
    rng: np.random.Generator, people: Population, affinity: Affinity, presence: Presence
) -> NDArray[np.bool_]:
    """Activity of each client in the first month, or at the first record of later clients."""
    active = rng.random(people.id.size) < np.where(presence.dormant, _DORMANT_RATE, _FRESH_RATE)
    old = presence.at(0)
    members = [np.flatnonzero(old & (people.segment == segment)) for segment in range(3)]
    sizes = np.array([m.size for m in members])
    wanted = published("presence")["active_share"][0] * sizes.sum()
    rates = tilt(np.array(_SEGMENT_RATES), sizes, wanted)
    for cell, rate in zip(members, rates, strict=True):
        lean = 0.7 * affinity.engagement[cell]
        active[cell] = False
        active[cell[pick(rng, lean, round(rate * cell.size))]] = True
    return active


def next_activity(
    rng: np.random.Generator,
    active: NDArray[np.bool_],
    bought: NDArray[np.bool_],
    owned: NDArray[np.uint32],
    affinity: Affinity,
    present: NDArray[np.bool_],
    month: int,
) -> NDArray[np.bool_]:
    """Move activity on by one month.

    Buyers wake up; of the others some fall asleep, never those who hold a product that inactive
    clients hardly have, and others wake, until the published active share is met.
    """
    rules = published("behaviour")["activity"]
    active = active | (bought & (rng.random(active.size) < rules["buyer_wakes"]))
    wanted = round(published("presence")["active_share"][month] * int(present.sum()))
    settled = (owned & np.uint32(mask_of(*rules["kept_by"]))) != 0
    churn = round(rules["churn"] * int(present.sum()))
    falling = np.flatnonzero(present & active & ~bought & ~settled)
    excess = int((active & present).sum()) - wanted
    lean = -0.7 * affinity.engagement[falling]
    active[falling[pick(rng, lean, max(churn, churn + excess))]] = False
    waking = np.flatnonzero(present & ~active & (owned != 0))
    shortage = wanted - int((active & present).sum())
    active[waking[pick(rng, 0.7 * affinity.engagement[waking], shortage)]] = True
    return active
