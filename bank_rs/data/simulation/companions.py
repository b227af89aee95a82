"""Products that come with, or instead of, others."""

import numpy as np
from numpy.typing import NDArray

from bank_rs.catalog import CODES
from bank_rs.data.simulation.holdings import Holdings
from bank_rs.data.simulation.published import published


def companion_lean(
    holdings: Holdings, product: int, clients: NDArray[np.int64]
) -> NDArray[np.float32]:
    """Return the log weight by which what clients hold pulls them towards a product.

    Negative where what they hold takes its place. Shape of ``clients``, float32.
    """
    lean = np.zeros(clients.size, np.float32)
    for code, weight in published("behaviour")["companions"].get(CODES[product], {}).items():
        bit = np.uint32(1 << CODES.index(code))
        lean += np.float32(weight) * ((holdings.owned[clients] & bit) != 0)
    return lean
