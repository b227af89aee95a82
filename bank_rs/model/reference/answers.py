"""What was answered, by product."""

from typing import Self

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from bank_rs.catalog import CODES

_OF_PRODUCTS = Field(min_length=len(CODES), max_length=len(CODES))


class Answers(BaseModel):
    """Probabilities and offers of some rows, in the order of ``PRODUCTS``.

    Attributes
    ----------
    rows
        How many.
    means, deviations
        Of the probability; 0 of a held product.
    offers
        Answers of 1.
    """

    model_config = ConfigDict(frozen=True)

    rows: int = Field(ge=0)
    means: tuple[float, ...] = _OF_PRODUCTS
    deviations: tuple[float, ...] = _OF_PRODUCTS
    offers: tuple[int, ...] = _OF_PRODUCTS

    @classmethod
    def of(cls, probabilities: NDArray[np.float32], offered: NDArray[np.bool_]) -> Self:
        """Sum up.

        Parameters
        ----------
        probabilities, offered : ndarray of shape (n, 24)
        """
        wide = probabilities.astype(np.float64)
        none = np.zeros(wide.shape[1])
        return cls(
            rows=len(wide),
            means=(wide.mean(axis=0) if len(wide) else none).tolist(),
            deviations=(wide.std(axis=0) if len(wide) else none).tolist(),
            offers=offered.sum(axis=0).tolist(),
        )
