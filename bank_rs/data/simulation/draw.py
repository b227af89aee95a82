"""Random draws that many parts of the simulation share."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
Integers = NDArray[np.integer[Any]]


def rounded(rng: np.random.Generator, expected: float) -> int:
    """Round at random so that the mean of the results is ``expected``; 0 if that is below 0."""
    return int(expected + rng.random()) if expected > 0 else 0


def apportion(weights: Floats, total: int) -> NDArray[np.int64]:
    """Split ``total`` in proportion to ``weights`` into whole parts that sum to it."""
    edges = np.rint(np.cumsum(weights) / np.sum(weights) * total).astype(np.int64)
    return np.diff(edges, prepend=0)


def pick(rng: np.random.Generator, log_weight: Floats, count: int) -> NDArray[np.int64]:
    """Draw positions without replacement, weighted by ``exp(log_weight)``.

    The largest of the Gumbel-perturbed log weights are a weighted draw without replacement
    (Efraimidis and Spirakis, Information Processing Letters 97, 2006, in its Gumbel form).
    Positions of weight ``-inf`` are never drawn, so fewer than ``count`` may come back.
    """
    if count <= 0 or not log_weight.size:
        return np.empty(0, np.int64)
    keys = rng.standard_exponential(log_weight.size, np.float32)
    np.log(np.maximum(keys, np.finfo(np.float32).tiny), out=keys)
    np.subtract(log_weight, keys, out=keys)
    if count < keys.size:
        chosen = np.argpartition(keys, keys.size - count)[keys.size - count :]
    else:
        chosen = np.arange(keys.size)
    return np.asarray(chosen[np.isfinite(keys[chosen])], np.int64)


def choose(rng: np.random.Generator, weights: Floats, size: int) -> NDArray[np.int64]:
    """Draw ``size`` positions with replacement in proportion to ``weights``."""
    edges = np.cumsum(weights, dtype=np.float64)
    return np.asarray(np.searchsorted(edges, rng.random(size) * edges[-1], side="right"), np.int64)


def ranks(scores: Floats) -> NDArray[np.int64]:
    """Return the place of each score in ascending order, 0 first."""
    places = np.empty(scores.size, np.int64)
    places[np.argsort(scores, kind="stable")] = np.arange(scores.size)
    return places


def normal_scores(rng: np.random.Generator, values: Floats | Integers) -> NDArray[np.float32]:
    """Return standard normal scores in the order of ``values``, ties broken at random."""
    order = ranks(values + rng.random(values.size))
    return np.sort(rng.standard_normal(values.size, np.float32))[order]


def tilt(rates: Floats, sizes: Integers, wanted: float) -> NDArray[np.float64]:
    """Multiply the odds of every rate by one factor so that ``rates @ sizes`` is ``wanted``."""
    odds = np.maximum(rates, 1e-7) / (1 - rates)
    low, high = 1e-4, 1e4
    for _ in range(60):
        middle = np.sqrt(low * high)
        total = float((sizes * middle * odds / (1 + middle * odds)).sum())
        low, high = (middle, high) if total < wanted else (low, middle)
    return np.asarray(low * odds / (1 + low * odds), np.float64)
