"""What came of a month: who added what, and in which groups the clients are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
import polars as pl
from numpy.typing import NDArray

from bank_rs.model.evaluate import client_groups
from bank_rs.model.experiment.store import Month
from bank_rs.model.judgement import MonthError

GROUPINGS: Final = ("sex", "age", "segment")
"""Those of `client_groups` that the gate looks at."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A month as both models are judged on it.

    Attributes
    ----------
    buyers : ndarray of shape (n,), bool
        Clients who added something.
    bought : ndarray of shape (buyers, 24), int8
        What they added.
    groups
        Group of each client by the name of the grouping, null where not known.
    """

    buyers: NDArray[np.bool_]
    bought: NDArray[np.int8]
    groups: Mapping[str, pl.Series]

    @classmethod
    def of(cls, month: Month) -> Self:
        """Of a month with a next one.

        Raises
        ------
        MonthError
            If nobody added anything.
        """
        if not month.added.any():
            raise MonthError(
                "nobody added anything in the last month with a next one, so no model can be "
                "judged on it: see whether the panel's last snapshot is whole."
            )
        buyers, groups = month.added.max(axis=1) == 1, client_groups(month.rows)
        return cls(buyers, month.added[buyers], {name: groups[name] for name in GROUPINGS})
