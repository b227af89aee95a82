"""A share of nothing is not a number."""

import numpy as np
from numpy.typing import NDArray


def share_of(found: NDArray[np.bool_]) -> float:
    """Share of true values; NaN when there are none at all.

    Examples
    --------
    >>> share_of(np.array([True, False]))
    0.5
    >>> share_of(np.array([], bool))
    nan
    """
    return float(found.mean()) if found.size else float("nan")
