"""Hit rate, recall and normalised discounted cumulative gain of ranked lists."""

import numpy as np
from numpy.typing import ArrayLike

from bank_rs.model.evaluate.arrays import Flags, flags_of
from bank_rs.model.evaluate.ranking import K, hits_of, length, ranked_of


def hit_rate_at_k(ranked: ArrayLike, added: ArrayLike, k: int = K) -> float:
    """Share of buyers with at least one addition among the first ``k``; 0 without buyers.

    Parameters
    ----------
    ranked, added, k
        As in `map_at_k`.

    Raises
    ------
    MetricInputError
        If an array is not what it should be.
    """
    hits, bought = _buyers(ranked, added, k)
    return float(hits.any(axis=1).mean()) if len(bought) else 0.0


def hits_at_k(ranked: ArrayLike, added: ArrayLike, k: int = 5) -> float:
    """Share of all clients, buyers or not, with at least one addition among the first ``k``.

    Parameters
    ----------
    ranked, added, k
        As in `map_at_k`.

    Raises
    ------
    MetricInputError
        If an array is not what it should be.
    """
    hits, _ = _buyers(ranked, added, k)
    return float(hits.any(axis=1).sum() / len(np.asarray(added)))


def recall_at_k(ranked: ArrayLike, added: ArrayLike, k: int = K) -> float:
    """Share of a buyer's additions among the first ``k``, mean over buyers; 0 without buyers.

    Parameters
    ----------
    ranked, added, k
        As in `map_at_k`.

    Raises
    ------
    MetricInputError
        If an array is not what it should be.
    """
    hits, bought = _buyers(ranked, added, k)
    return float((hits.sum(axis=1) / bought.sum(axis=1)).mean()) if len(bought) else 0.0


def ndcg_at_k(ranked: ArrayLike, added: ArrayLike, k: int = K) -> float:
    """NDCG@k, mean over buyers; 0 without buyers.

    A hit at rank r gains 1 / log2(r + 1); the sum is divided by that of the best list (Järvelin and
    Kekäläinen 2002).

    Parameters
    ----------
    ranked, added, k
        As in `map_at_k`.

    Raises
    ------
    MetricInputError
        If an array is not what it should be.
    """
    hits, bought = _buyers(ranked, added, k)
    if not len(bought):
        return 0.0
    discounts = 1 / np.log2(np.arange(2, k + 2))
    best = discounts.cumsum()[np.minimum(bought.sum(axis=1), k) - 1]
    return float((hits @ discounts[: hits.shape[1]] / best).mean())


def _buyers(ranked: ArrayLike, added: ArrayLike, k: int) -> tuple[Flags, Flags]:
    """Hits and additions of the clients who added something."""
    flags = flags_of(added)
    lists, buyers = ranked_of(ranked, flags), flags.any(axis=1)
    bought = flags[buyers]
    return hits_of(lists[buyers], bought, length(k)), bought
