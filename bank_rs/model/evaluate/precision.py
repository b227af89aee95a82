"""Average precision of ranked lists, and its mean over clients, MAP."""

import numpy as np
from numpy.typing import ArrayLike

from bank_rs.model.evaluate.arrays import Flags, Vector, flags_of, pairs_of
from bank_rs.model.evaluate.ranking import K, hits_of, length, rank, ranked_of


def map_at_k(ranked: ArrayLike, added: ArrayLike, k: int = K) -> float:
    """MAP@k: the mean of `average_precision` over all clients.

    Parameters
    ----------
    ranked : array-like of shape (n_clients, m), integers
        Product indices, best first; m may be below or above k. -1 is an empty place, and a product
        named twice counts at its first place.
    added : array-like of shape (n_clients, n_products)
        1 for what was added.
    k
        Length of the list that is judged.

    Returns
    -------
    float
        Between 0 and the share of clients who added something.

    Raises
    ------
    MetricInputError
        If an array is not what it should be.

    Examples
    --------
    The first client added the products 2 and 0, ranked first and third: (1/1 + 2/3) / 2 = 5/6. The
    second added nothing and scores 0.

    >>> round(map_at_k([[2, 1, 0], [0, 1, 2]], [[1, 0, 1], [0, 0, 0]]), 4)
    0.4167
    """
    return float(average_precision(ranked, added, k).mean())


def average_precision(ranked: ArrayLike, added: ArrayLike, k: int = K) -> Vector:
    """AP@k of each client.

    AP(u) = 1 / min(m, k) * sum over added ranks r <= k of (hits up to r) / r, with m the products
    added, and 0 for a client who adds none (Santander Product Recommendation, "Evaluation").

    Parameters
    ----------
    ranked, added, k
        As in `map_at_k`.

    Returns
    -------
    ndarray of shape (n_clients,), float64

    Raises
    ------
    MetricInputError
        If an array is not what it should be.
    """
    flags = flags_of(added)
    lists, buyers = ranked_of(ranked, flags), flags.any(axis=1)
    scores = np.zeros(len(flags))
    scores[buyers] = precision_of(
        hits_of(lists[buyers], flags[buyers], length(k)), flags[buyers], k
    )
    return scores


def average_precision_at(probabilities: ArrayLike, added: ArrayLike, k: int = K) -> Vector:
    """AP@k of each client, ranked by probability; only buyers are ranked, as others score 0.

    Returns
    -------
    ndarray of shape (n,), float64

    Raises
    ------
    MetricInputError
        If an array is not what it should be.
    """
    values, flags, _ = pairs_of(probabilities, added)
    buyers = flags.any(axis=1)
    scores = np.zeros(len(flags))
    if buyers.any():
        scores[buyers] = average_precision(rank(values[buyers], k=k), flags[buyers], k)
    return scores


def precision_of(hits: Flags, added: Flags, k: int) -> Vector:
    """AP@k of buyers from what `hits_of` returns."""
    precision = hits.cumsum(axis=1) / np.arange(1, hits.shape[1] + 1)
    scores: Vector = (precision * hits).sum(axis=1) / np.minimum(added.sum(axis=1), k)
    return scores
