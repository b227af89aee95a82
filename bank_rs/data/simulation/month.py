"""What is known of a month before its trade."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bank_rs.data.published.months import MONTHS
from bank_rs.data.simulation.balance import Balance
from bank_rs.data.simulation.holdings import ADULT, JUNIOR, Holdings
from bank_rs.data.simulation.presence import Presence
from bank_rs.data.simulation.traits import Traits


@dataclass(frozen=True, slots=True)
class Month:
    """The clients in one month, arrays of shape (clients,).

    Attributes
    ----------
    index
        Index of the month.
    present, both
        Who has a record in the month; who has one in it and in the month before.
    fresh
        Who has the first record in the month and brings products along.
    closing, leaving
        Who leaves the bank after the month; who has left it by the last.
    grown
        Whose junior account ends in the month.
    traits
        What purchases follow.
    balance
        What draws the holders of each segment and activity towards their published share.
    age
        Age in years.
    """

    index: int
    present: NDArray[np.bool_]
    both: NDArray[np.bool_]
    fresh: NDArray[np.bool_]
    closing: NDArray[np.bool_]
    leaving: NDArray[np.bool_]
    grown: NDArray[np.bool_]
    traits: Traits
    balance: Balance
    age: NDArray[np.int16]

    @classmethod
    def begin(
        cls,
        index: int,
        presence: Presence,
        holdings: Holdings,
        traits: Traits,
        balance: Balance,
        age: NDArray[np.int16],
    ) -> "Month":
        """Return the month as it begins, before anybody buys."""
        present = presence.at(index)
        last = index == len(MONTHS) - 1
        return cls(
            index=index,
            present=present,
            both=present & presence.at(index - 1),
            fresh=(presence.first == index) & ~presence.dormant,
            closing=np.zeros_like(present) if last else present & ~presence.at(index + 1),
            leaving=~presence.at(len(MONTHS) - 1),
            grown=holdings.holds(JUNIOR) & (age >= ADULT),
            traits=traits,
            balance=balance,
            age=age,
        )

    def may_hold(self, product: int) -> NDArray[np.bool_]:
        """Whether each client is of an age for the product."""
        return self.age < ADULT if product == JUNIOR else np.ones(self.age.size, np.bool_)
