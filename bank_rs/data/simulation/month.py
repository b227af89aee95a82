"""What is known of a month while its trade goes on."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bank_rs.data.simulation.holdings import ADULT, JUNIOR
from bank_rs.data.simulation.presence import Presence
from bank_rs.data.simulation.traits import Traits


@dataclass(frozen=True, slots=True)
class Month:
    """The state of the clients in one month, arrays of shape (clients,).

    Attributes
    ----------
    index
        Index of the month.
    present, both
        Who has a record in the month; who has one in it and in the month before.
    fresh
        Who has the first record in the month and brings products along.
    traits
        What purchases follow.
    age
        Age in years.
    before
        Ownership mask at the end of the month before, uint32.
    bought
        Who has bought so far; filled while the month goes on.
    """

    index: int
    present: NDArray[np.bool_]
    both: NDArray[np.bool_]
    fresh: NDArray[np.bool_]
    traits: Traits
    age: NDArray[np.int16]
    before: NDArray[np.uint32]
    bought: NDArray[np.bool_]

    @classmethod
    def begin(
        cls,
        index: int,
        presence: Presence,
        owned: NDArray[np.uint32],
        traits: Traits,
        age: NDArray[np.int16],
    ) -> "Month":
        """Return the month as it begins, before anybody buys."""
        present = presence.at(index)
        return cls(
            index=index,
            present=present,
            both=present & presence.at(index - 1),
            fresh=(presence.first == index) & ~presence.dormant,
            traits=traits,
            age=age,
            before=owned.copy(),
            bought=np.zeros(present.size, np.bool_),
        )

    def had(self, product: int) -> NDArray[np.bool_]:
        """Whether each client held the product at the end of the month before."""
        return (self.before & np.uint32(1 << product)).astype(np.bool_)

    def may_hold(self, product: int) -> NDArray[np.bool_]:
        """Whether each client is of an age for the product."""
        return self.age < ADULT if product == JUNIOR else np.ones(self.age.size, np.bool_)
