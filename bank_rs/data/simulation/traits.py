"""What the bank can see of a client and its purchases follow."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bank_rs.catalog import CODES
from bank_rs.data.published.months import FIRST_NUMBER
from bank_rs.data.published.segment import STUDENT, TOP
from bank_rs.data.simulation.behaviour import behaviour
from bank_rs.data.simulation.population import Population
from bank_rs.data.simulation.presence import Presence

_NEW_MONTHS: Final = 6


@dataclass(frozen=True, slots=True)
class Traits:
    """Traits by name, each an array of shape (clients,).

    ``active``, ``dormant``, ``new``, ``student`` and ``top`` are 0 or 1, ``age``, ``tenure`` and
    ``income`` standard normal scores.
    """

    values: dict[str, NDArray[np.bool_] | NDArray[np.float32]]

    @classmethod
    def at(
        cls, month: int, people: Population, presence: Presence, active: NDArray[np.bool_]
    ) -> "Traits":
        """Return the traits in a month, activity being that of the month before."""
        return cls(
            {
                "active": active,
                "dormant": presence.dormant,
                "new": FIRST_NUMBER + month - people.registered_month <= _NEW_MONTHS,
                "student": people.segment_at(month - 1) == STUDENT,
                "top": people.segment_at(month - 1) == TOP,
                "age": people.scores.age,
                "tenure": people.scores.tenure,
                "income": people.scores.income,
            }
        )

    def lean(self, product: int, clients: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the log weight of the traits for a purchase, in the shape of ``clients``."""
        table = behaviour()["traits"]
        lean = np.zeros(clients.size, np.float32)
        for name, weight in (table["all"] | table.get(CODES[product], {})).items():
            lean += np.float32(weight) * self.values[name][clients]
        return lean
