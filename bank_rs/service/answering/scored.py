"""What is known of a client, and what a model says of it."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bank_rs.data.history import Month
from bank_rs.service.following.served import ServedModel


class HistoryUsed(StrEnum):
    """Where the earlier months of a client came from."""

    REQUEST = "request"
    STORE = "store"
    NONE = "none"


class Asked(NamedTuple):
    """A client to answer for.

    Attributes
    ----------
    values
        Typed values by the columns of the panel, ``owned`` among them.
    months
        The months before, the nearest first.
    history
        Where these came from.
    """

    values: dict[str, Any]
    months: Sequence[Month]
    history: HistoryUsed


class Scored(NamedTuple):
    """A client with its answer.

    Attributes
    ----------
    asked
        The client.
    model
        Which model answered.
    probabilities : ndarray of shape (24,), float64
        Of each addition by the next month, 0 where the product is held.
    offered
        Mask of the products whose probability reaches the model's threshold.
    """

    asked: Asked
    model: ServedModel
    probabilities: NDArray[np.float64]
    offered: int
