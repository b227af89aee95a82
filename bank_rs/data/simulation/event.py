"""Something that happens to some clients in a month."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Event:
    """Who takes or gives up a product in a month, and how likely that was.

    Attributes
    ----------
    chance
        The probability that it was drawn from, float32 of shape (clients,).
    happened
        Whether it did, bool of shape (clients,).
    """

    chance: NDArray[np.float32]
    happened: NDArray[np.bool_]

    @classmethod
    def to_nobody(cls, clients: int) -> "Event":
        """Return an event that could not happen and did not."""
        return cls(np.zeros(clients, np.float32), np.zeros(clients, np.bool_))

    @property
    def clients(self) -> NDArray[np.int64]:
        """Positions of the clients it happened to."""
        return np.flatnonzero(self.happened)
