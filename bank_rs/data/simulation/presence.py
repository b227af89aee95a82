"""Who is a client in which month."""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from bank_rs.data.published import published
from bank_rs.data.published.months import MONTHS, RELOAD
from bank_rs.data.simulation.draw import apportion
from bank_rs.data.simulation.stay import first_months, published_stays


@dataclass(frozen=True, slots=True)
class Presence:
    """Presence of each client, arrays of shape (clients,).

    Attributes
    ----------
    first
        Index of the first month, int8.
    months
        Bit ``t`` is set where the client has a record in month ``t``, uint32.
    dormant
        Old clients who appear with the load of 2015-07 and hold nothing.
    without_profile
        Clients whose profile is null in the months before 2015-07.
    """

    first: NDArray[np.int8]
    months: NDArray[np.uint32]
    dormant: NDArray[np.bool_]
    without_profile: NDArray[np.bool_]

    @property
    def late(self) -> NDArray[np.bool_]:
        """Clients who joined since 2015-07, those whose first records tell little."""
        return (self.first >= RELOAD) & ~self.dormant

    def at(self, month: int) -> NDArray[np.bool_]:
        """Whether each client has a record in the month; all false before the first month."""
        if month < 0:
            return np.zeros(self.months.size, np.bool_)
        return (self.months >> np.uint32(month) & np.uint32(1)).astype(np.bool_)

    def awake(self, clients: NDArray[np.bool_]) -> Self:
        """Return the same presence with none of these clients dormant."""
        return replace(self, dormant=self.dormant & ~clients)

    def records(self) -> NDArray[np.int8]:
        """How many records with a profile each client has, int8."""
        return self.weighted_records(np.ones(len(MONTHS))).astype(np.int8)

    def weighted_records(self, weights: NDArray[np.float64]) -> NDArray[np.float32]:
        """Sum over each client's records with a profile of the weights of their months."""
        sums = np.zeros(self.months.size, np.float32)
        for month, weight in enumerate(weights):
            seen = self.at(month)
            if month < RELOAD:
                seen &= ~self.without_profile
            sums += np.float32(weight) * seen
        return sums


def draw_presence(rng: np.random.Generator, clients: int) -> Presence:
    """Draw stays that follow the published rows, arrivals, gaps and records per client."""
    stays = published_stays()
    kind = np.repeat(np.arange(stays.months.size), apportion(stays.clients, clients))
    kind = rng.permutation(kind.astype(np.int16))
    months, without_profile = stays.months[kind], stays.without_profile[kind]
    first = first_months(months)
    fresh = rng.random(clients) < published("presence")["fresh_share_of_july_arrivals"]
    return Presence(first, months, (first == RELOAD) & ~fresh, without_profile)
