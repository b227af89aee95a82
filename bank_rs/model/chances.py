"""Chance that is the same wherever it is asked for."""

import numpy as np
from numpy.typing import NDArray


def chances(keys: NDArray[np.int64], seed: int) -> NDArray[np.float64]:
    """Uniform numbers in [0, 1) that depend on each key and the seed (SplitMix64, Steele 2014)."""
    step = (seed + 1) * 0x9E3779B97F4A7C15 % 2**64
    mixed = keys.astype(np.uint64) + np.uint64(step)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ mixed >> np.uint64(shift)) * np.uint64(factor)
    return (mixed ^ mixed >> np.uint64(31)) / 2.0**64
