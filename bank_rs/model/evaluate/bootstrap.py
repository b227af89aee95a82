"""How far MAP@7 would move with other clients of the same kind: the bootstrap over clients."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bank_rs.model.evaluate.arrays import MetricInputError, Vector

_PAIRS_AT_ONCE = 1 << 22


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate between the percentiles of its resamples."""

    estimate: float
    low: float
    high: float

    @property
    def excludes_zero(self) -> bool:
        """Whether the sign is certain, as far as the interval goes."""
        return not self.low <= 0 <= self.high


@dataclass(frozen=True, slots=True)
class MapInterval:
    """MAP over all clients, and normalised by the share of buyers in the same resample."""

    raw: Interval
    normalised: Interval


def paired_bootstrap(
    first: ArrayLike,
    second: ArrayLike,
    buyers: ArrayLike,
    *,
    resamples: int = 2000,
    confidence: float = 0.95,
    seed: int = 0,
) -> MapInterval:
    """Interval of how much higher the MAP of the first model is than that of the second.

    Both are judged on the same clients in every resample, so what makes a client hard for both
    cancels out.

    Parameters
    ----------
    first, second : array-like of shape (n,)
        AP of each client, see `average_precision`.
    buyers : array-like of shape (n,)
        1 for clients who added something.
    resamples, confidence, seed
        As in `map_interval`.

    Raises
    ------
    MetricInputError
        If the arrays are not of one length, or have nobody who added something.
    """
    return map_interval(
        _vector(first, "first") - _vector(second, "second", like=first),
        buyers,
        resamples=resamples,
        confidence=confidence,
        seed=seed,
    )


def map_interval(
    precision: ArrayLike,
    buyers: ArrayLike,
    *,
    resamples: int = 2000,
    confidence: float = 0.95,
    seed: int = 0,
) -> MapInterval:
    """Percentile interval of MAP.

    Clients with the same AP are exchangeable, so a resample of n clients is one multinomial draw of
    how often each distinct AP occurs; the result has the same distribution as drawing the clients
    and costs a thousandth.

    Parameters
    ----------
    precision : array-like of shape (n,)
        AP of each client, or differences of two.
    buyers : array-like of shape (n,)
        1 for clients who added something.
    resamples
        How often the clients are drawn again.
    confidence
        Share of the resamples within the interval, between 0 and 1.
    seed
        The same one gives the same interval.

    Raises
    ------
    MetricInputError
        If the arrays are not of one length, or have nobody who added something.
    """
    values, bought = _vector(precision, "precision"), _vector(buyers, "buyers", like=precision)
    if not 0 < confidence < 1 or resamples < 1:
        raise MetricInputError("confidence must be between 0 and 1 and resamples at least 1.")
    if not bought.any():
        raise MetricInputError("nobody added anything: choose a month with buyers.")
    kinds, counts = _kinds(values, bought != 0)
    draws = _resample(kinds, counts, resamples, np.random.default_rng(seed))
    percent = 100 * (1 - confidence) / 2
    ends = np.percentile(draws, [percent, 100 - percent], axis=0)
    estimates = _means(kinds @ counts, len(values))
    raw, normalised = (Interval(*map(float, row)) for row in np.vstack([estimates, ends]).T)
    return MapInterval(raw, normalised)


def _kinds(values: Vector, bought: NDArray[np.bool_]) -> tuple[Vector, NDArray[np.int64]]:
    """The distinct pairs of AP and buyer, of shape (2, kinds), and how many clients have each."""
    groups = [(np.unique(values[bought == kind], return_counts=True), kind) for kind in (0, 1)]
    kinds = [np.stack([found, np.full(len(found), kind)]) for (found, _), kind in groups]
    return np.hstack(kinds), np.concatenate([counts for (_, counts), _ in groups])


def _resample(
    kinds: Vector, counts: NDArray[np.int64], resamples: int, rng: np.random.Generator
) -> Vector:
    """Raw and normalised MAP of each resample, of shape (resamples, 2)."""
    size = int(counts.sum())
    means = []
    batch = max(1, _PAIRS_AT_ONCE // len(counts))
    for start in range(0, resamples, batch):
        drawn = rng.multinomial(size, counts / size, min(batch, resamples - start))
        means.append(_means((drawn @ kinds.T).T, size))
    return np.concatenate(means, axis=-1).T


def _means(sums: Vector, size: int) -> Vector:
    """MAP from the sums of AP and of buyers: over all clients, and over the buyers."""
    return np.stack([sums[0] / size, sums[0] / np.maximum(sums[1], 1)])


def _vector(values: ArrayLike, name: str, like: ArrayLike | None = None) -> Vector:
    vector = np.asarray(values, np.float64)
    wanted = np.shape(vector if like is None else like)
    if vector.ndim != 1 or not vector.size or vector.shape != wanted or np.isnan(vector.sum()):
        raise MetricInputError(
            f"{name} must have a number for each client, not the shape {vector.shape}: pass arrays "
            "of the same clients."
        )
    return vector
