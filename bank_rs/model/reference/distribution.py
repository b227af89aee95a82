"""How often a feature has which values."""

from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, model_validator

MOST_VALUES: Final = 64
"""Values that are counted one by one; of an ordered feature with more, tenths are."""

_TENTHS: Final = np.arange(1, 10) / 10

Counts = NDArray[np.int64]


class Distribution(BaseModel):
    """Counts of a feature's values, or of tenths of them.

    Attributes
    ----------
    points
        Rising: the values, or the edges between tenths that differ.
    values
        Whether the points are values; the last count then is of all other values.
    counts
        One more than there are points; of what is known.
    nulls
        How many are not known.
    """

    model_config = ConfigDict(frozen=True)

    points: tuple[float, ...]
    values: bool
    counts: tuple[int, ...]
    nulls: int = Field(ge=0)

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if len(self.counts) != len(self.points) + 1:
            raise ValueError("there must be one count more than there are points")
        return self

    @classmethod
    def of(cls, column: NDArray[np.float32], unordered: bool = False) -> Self:
        """Find the points and count.

        Parameters
        ----------
        column
            NaN where not known.
        unordered
            Whether each value is counted, however many there are.
        """
        known = column[~np.isnan(column)]
        points, values = np.unique(known), True
        if len(points) > MOST_VALUES and not unordered:
            points, values = np.unique(np.quantile(known, _TENTHS).astype(np.float32)), False
        empty = cls(points=points.tolist(), values=values, counts=(0,) * (len(points) + 1), nulls=0)
        counts, nulls = empty.counted(column)
        return empty.model_copy(update={"counts": tuple(counts.tolist()), "nulls": nulls})

    @property
    def rows(self) -> int:
        """How many were counted, nulls included."""
        return sum(self.counts) + self.nulls

    def counted(self, column: NDArray[Any]) -> tuple[Counts, int]:
        """Counts and nulls of other rows, at the same points."""
        known = column[~np.isnan(column)]
        points = np.array(self.points, np.float32)
        places = np.searchsorted(points, known, "left" if self.values else "right")
        if self.values and len(points):
            equal = points[places.clip(max=len(points) - 1)] == known
            places = np.where(equal, places, len(points))
        return np.bincount(places, minlength=len(points) + 1), len(column) - len(known)
