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
    request_id
        Name of the request that asks; one for all records of a batch.
    """

    values: dict[str, Any]
    months: Sequence[Month]
    history: HistoryUsed
    request_id: str = ""


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


class Answered(NamedTuple):
    """Clients that one model answered for at once.

    Attributes
    ----------
    asked
        The clients.
    model
        Which model answered.
    features : ndarray of shape (n, n_features), float32
        The clients as the model's classifier read them.
    probabilities : ndarray of shape (n, 24), float64
        As in `Scored`.
    offered
        As in `Scored`, by client.
    """

    asked: Sequence[Asked]
    model: ServedModel
    features: NDArray[np.float32]
    probabilities: NDArray[np.float64]
    offered: Sequence[int]
