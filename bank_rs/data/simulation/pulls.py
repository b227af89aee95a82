"""How what clients hold and held pulls them towards a product or away from it."""

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bank_rs.catalog import CODES
from bank_rs.data.simulation.affinity import Affinity
from bank_rs.data.simulation.behaviour import behaviour
from bank_rs.data.simulation.holdings import NEVER, Holdings

Places = NDArray[np.int64]
Lean = NDArray[np.float32]

_LATELY: Final = 6
"""Months for which a change of another product counts."""


def held_pull(holdings: Holdings, product: int, clients: Places) -> Lean:
    """Return the log odds that come from what is held, float32 in the shape of ``clients``."""
    return _sum("held", product, clients, lambda other: holdings.holds(other)[clients])


def change_pull(holdings: Holdings, product: int, clients: Places, month: int) -> Lean:
    """Return the log odds that come from products taken and given up in the last half year."""

    def lately(months: NDArray[np.int8]) -> Callable[[int], NDArray[np.bool_]]:
        return lambda other: months[other, clients] >= np.int8(month - _LATELY)

    added = _sum("added", product, clients, lately(holdings.added))
    return added + _sum("dropped", product, clients, lately(holdings.dropped))


def habit_pull(
    holdings: Holdings, affinity: Affinity, product: int, clients: Places, month: int
) -> Lean:
    """Return the log odds of taking again what was given up; 0 for who never did.

    They rise with the drops so far and with a habit nobody sees, and fall with every month since.
    """
    rules = behaviour()["again"]
    dropped = holdings.dropped[product, clients]
    since = np.minimum(month - dropped.astype(np.float32), np.float32(rules["memory_months"]))
    lean = np.float32(rules["restless"]) * affinity.restless[product, clients]
    lean -= np.float32(rules["recency"]) * since
    lean += np.float32(rules["drops"]) * holdings.telling_drops(product, clients)
    return np.where(dropped > NEVER, lean, np.float32(0))


def _sum(
    kind: str, product: int, clients: Places, applies: Callable[[int], NDArray[np.bool_]]
) -> Lean:
    lean = np.zeros(clients.size, np.float32)
    for code, weight in behaviour()["pulls"][kind].get(CODES[product], {}).items():
        lean += np.float32(weight) * applies(CODES.index(code))
    return lean
