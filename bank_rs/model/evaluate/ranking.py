"""Ranked lists of products, and which of their places are hits."""

from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bank_rs.model.evaluate.arrays import (
    Flags,
    MetricInputError,
    Scores,
    flags_of,
    pairs_of,
    same_shape,
    scores_of,
)

Ranked = NDArray[np.integer[Any]]

K: Final = 7
"""Length of the ranked list, as in the competition the data comes from."""

EMPTY: Final = -1
"""Stands in a ranked list where there is no product left to offer."""

_ROWS_AT_ONCE: Final = 1 << 16


def rank(probabilities: ArrayLike, held: ArrayLike | None = None, k: int = K) -> NDArray[np.int16]:
    """Products by probability, the highest first; ties in the order of the columns.

    Parameters
    ----------
    probabilities : array-like of shape (n, n_products)
    held : array-like of shape (n, n_products), optional
        Products with a 1 rank nowhere.
    k
        Length of the list.

    Returns
    -------
    ndarray of shape (n, min(k, n_products)), int16
        Column indices; `EMPTY` at the end of a list that has run out of products.

    Raises
    ------
    MetricInputError
        If an array is not what it should be.
    """
    scores = scores_of(probabilities)
    mask = None if held is None else flags_of(held, "held")
    if mask is not None:
        same_shape(probabilities=scores, held=mask)
    ranked = np.empty((len(scores), min(length(k), scores.shape[1])), np.int16)
    for start in range(0, len(scores), _ROWS_AT_ONCE):
        rows = slice(start, start + _ROWS_AT_ONCE)
        ranked[rows] = _order(scores[rows], None if mask is None else mask[rows], k)
    return ranked


def _order(scores: Scores, held: Flags | None, k: int) -> NDArray[np.intp]:
    keys = -scores
    if held is None:
        return np.argsort(keys, axis=1, kind="stable")[:, :k]
    keys[held == 1] = np.inf
    order = np.argsort(keys, axis=1, kind="stable")[:, :k]
    order[np.take_along_axis(held, order, axis=1) == 1] = EMPTY
    return order


def length(k: int) -> int:
    """The length of a list.

    Raises
    ------
    MetricInputError
        If it is not at least 1.
    """
    if k < 1:
        raise MetricInputError(f"k must be at least 1, not {k}: name the length of the list.")
    return k


def ranked_of(values: ArrayLike, added: Flags) -> Ranked:
    """Ranked lists as an array of integers.

    Raises
    ------
    MetricInputError
        If they are not of shape (n, m), for the clients of ``added``, or name a column it lacks.
    """
    ranked = np.asarray(values)
    if ranked.ndim != 2 or len(ranked) != len(added):
        raise MetricInputError(
            f"ranked must have the shape ({len(added)}, m), a list for every row of added, not "
            f"{ranked.shape}: pass the same clients."
        )
    if ranked.size and ranked.dtype.kind not in "iu":
        raise MetricInputError(
            f"ranked must be product indices, not {ranked.dtype}: pass what `rank` returns."
        )
    last = added.shape[1] - 1
    if ranked.size and not EMPTY <= ranked.min() <= ranked.max() <= last:
        raise MetricInputError(
            f"ranked must be indices from 0 to {last}, or {EMPTY} for an empty place: rank the "
            "columns of added."
        )
    return ranked.astype(np.intp) if ranked.size == 0 else ranked


def hits_of(ranked: Ranked, added: Flags, k: int) -> Flags:
    """Which of the first ``k`` places are hits; a product named twice counts at its first place.

    Returns
    -------
    ndarray of shape (n, min(k, m)), int8
    """
    first = ranked[:, :k].astype(np.intp)
    hits = np.take_along_axis(added, np.maximum(first, 0), axis=1)
    hits[first == EMPTY] = 0
    for place in range(1, first.shape[1]):
        hits[(first[:, :place] == first[:, [place]]).any(axis=1), place] = 0
    return hits


def hits_in_rank_order(probabilities: ArrayLike, added: ArrayLike, k: int = K) -> Flags:
    """Which of the first ``k`` ranked products were added.

    Returns
    -------
    ndarray of shape (n, min(k, n_products)), int8
        Column 0 is the product ranked first. Ties rank in the order of the columns.

    Raises
    ------
    MetricInputError
        If an array is not what it should be.
    """
    scores, flags, _ = pairs_of(probabilities, added)
    return hits_of(rank(scores, k=k), flags, k)
