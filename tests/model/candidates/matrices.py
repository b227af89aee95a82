"""Small matrices whose answers are known."""

import numpy as np
from numpy.typing import NDArray

Matrices = tuple[NDArray[np.float32], NDArray[np.int8]]


def two_products(additions: tuple[float, float], clients: int = 4000) -> Matrices:
    """Clients of two products and a hint.

    A tenth holds the first product. Who has the hint and lacks a product adds it with the given
    chance, each apart from the other; nobody else adds anything.
    """
    random = np.random.default_rng(0)
    hint = random.random(clients) < 0.5
    held = np.column_stack([random.random(clients) < 0.1, np.zeros(clients, bool)])
    drawn = random.random((clients, 2)) < additions
    added = drawn & ~held & hint[:, None]
    return np.column_stack([held, hint]).astype(np.float32), added.astype(np.int8)
