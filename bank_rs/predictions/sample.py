"""Which clients the prediction log keeps."""

import numpy as np
from numpy.typing import NDArray


def sampled(clients: NDArray[np.uint64], share: float) -> NDArray[np.bool_]:
    """Whether each client is kept: in every answer or in none.

    Parameters
    ----------
    clients : ndarray of shape (n,), uint64
        Names as `ClientKey` makes them, which are as good as drawn by lot.
    share
        Part of the clients, 0 to 1.
    """
    kept: NDArray[np.bool_] = clients.astype(np.float64) <= share * 2.0**64
    return kept
