"""What the gate needs to know of how a model did in a month, a few numbers for each client."""

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from bank_rs.model.evaluate import average_precision_at, log_losses, reciprocal_ranks

Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Performance:
    """One model on one month.

    A model's probabilities are let go once this is made of them, so that those of one model are in
    memory at a time.

    Attributes
    ----------
    precision : ndarray of shape (n,), float64
        AP@7 of each client.
    ranks : ndarray of shape (buyers, 24), float32
        What `reciprocal_ranks` returns of the clients who added something.
    losses : ndarray of shape (n,), float64
        What `log_losses` returns.
    expected
        Additions expected, the sum of the probabilities of what is not held.
    """

    precision: Vector
    ranks: NDArray[np.float32]
    losses: Vector
    expected: float

    @classmethod
    def of(
        cls, probabilities: NDArray[Any], added: NDArray[np.int8], held: NDArray[np.int8]
    ) -> Self:
        """Measure probabilities of shape (n, 24).

        Raises
        ------
        MetricInputError
            If an array is not what it should be.
        """
        buyers = added.any(axis=1)
        return cls(
            precision=average_precision_at(probabilities, added),
            ranks=reciprocal_ranks(probabilities[buyers], added[buyers]),
            losses=log_losses(probabilities, added, held),
            expected=float(np.sum(probabilities, dtype=np.float64, where=held == 0)),
        )
