"""The rows a model learns from: every buyer, and some of the others in the name of all."""

from dataclasses import dataclass
from typing import Final, Self

import numpy as np
import polars as pl
from numpy.typing import NDArray

from bank_rs.data.history import HISTORY_MONTHS
from bank_rs.data.keys import month_keys
from bank_rs.data.ownership import unpack
from bank_rs.model.chances import chances

OTHERS = 0.1
"""Part of the clients who add nothing that is learnt from."""

FORGETFUL = 0.2
"""Part of the rows whose history is cut short."""

WEIGHT: Final = "weight"
"""Column of how many rows each stands for, where a sample and its weights are one frame."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Rows with what was added and how many rows each stands for.

    Attributes
    ----------
    rows
        As `with_history` returns them, with a next month.
    added : ndarray of shape (n, 24), int8
        1 where the product is added by the next month.
    weight : ndarray of shape (n,), float32
        1 for a buyer; for another client the inverse of the part that was drawn.
    """

    rows: pl.DataFrame
    added: NDArray[np.int8]
    weight: NDArray[np.float32]

    @classmethod
    def draw(
        cls,
        rows: pl.DataFrame,
        others: float = OTHERS,
        forgetful: float = FORGETFUL,
        seed: int = 0,
    ) -> Self:
        """Draw a sample whose weighted sums are those of all rows.

        Buyers are three rows in a hundred; who adds nothing tells little, so a part of them is
        drawn and weighted. Whether a row is drawn depends on its client, its month and the seed
        alone, not on the rows beside it.

        Parameters
        ----------
        rows
            As `with_history` returns them; those without a next month are passed over.
        others
            Part of the clients who add nothing that is drawn.
        forgetful
            Part of the rows that keep only some of their last months, from none on, so that a model
            learns to answer for a client of whom little is known.
        seed
            Seed of both draws.
        """
        chance = chances(month_keys(rows), seed)
        buys = pl.col("added") != 0
        drawn = rows.filter(buys | (pl.col("added").is_not_null() & pl.Series(chance < others)))
        weight = drawn.select(pl.when(buys).then(1.0).otherwise(1 / others)).to_series()
        added = unpack(drawn["added"])
        return cls(cut_history(drawn, forgetful, seed), added, weight.to_numpy().astype(np.float32))

    @classmethod
    def of(cls, weighted: pl.DataFrame) -> Self:
        """The sample that `weighted` wrote down."""
        weight = weighted[WEIGHT].to_numpy()
        return cls(weighted.drop(WEIGHT), unpack(weighted["added"]), weight)

    @property
    def weighted(self) -> pl.DataFrame:
        """The rows with their weights in the last column."""
        return self.rows.with_columns(pl.Series(WEIGHT, self.weight))


def cut_history(rows: pl.DataFrame, share: float, seed: int) -> pl.DataFrame:
    """Make a share of the rows forget all but their last 0 to 11 months before the record."""
    chance = chances(month_keys(rows), seed + 1)
    months = np.full(rows.height, HISTORY_MONTHS)
    cut = chance < share
    months[cut] = chance[cut] / share * HISTORY_MONTHS
    kept = pl.Series(months)
    return rows.with_columns(
        pl.when(kept >= month).then(pl.col(f"{name}_{month}"))
        for name in ("owned", "status")
        for month in range(1, HISTORY_MONTHS + 1)
    )
