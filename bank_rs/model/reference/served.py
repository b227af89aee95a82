"""Requests as the model reads them, with its answers."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bank_rs.model.reference.fields import MONTHS_KNOWN, NEWCOMER_MONTHS, REGISTERED

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Served:
    """Some requests.

    Attributes
    ----------
    features : mapping of str to ndarray of shape (n,), float32
        Those of ``READ``, NaN where not known.
    unseen : ndarray of shape (n, 6), bool
        Where a record has a value of ``CATEGORIES`` that the model has not learnt.
    probabilities : ndarray of shape (n, 24), float32
        In the order of ``PRODUCTS``.
    offered : ndarray of shape (n, 24), bool
        Answers of 1.
    """

    features: Mapping[str, NDArray[np.float32]]
    unseen: Flags
    probabilities: NDArray[np.float32]
    offered: Flags

    @property
    def rows(self) -> int:
        """How many."""
        return len(self.probabilities)

    @property
    def newcomers(self) -> Flags:
        """Whose client is new, shape (n,)."""
        return np.asarray(self.features[REGISTERED] <= NEWCOMER_MONTHS)

    @property
    def has_history(self) -> Flags:
        """Of whom an earlier month is known, shape (n,)."""
        return np.asarray(self.features[MONTHS_KNOWN] > 1)
