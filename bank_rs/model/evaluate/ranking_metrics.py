"""The metrics of a ranking that are shown side by side."""

from typing import Final

from numpy.typing import ArrayLike

from bank_rs.model.evaluate.arrays import pairs_of
from bank_rs.model.evaluate.precision import map_at_k
from bank_rs.model.evaluate.ranking import K, rank
from bank_rs.model.evaluate.retrieval import hit_rate_at_k, ndcg_at_k, recall_at_k

HIT_RATES: Final = (1, 3, 5, 7)
"""Lengths of list whose hit rates are shown."""

_NAMES: Final = (
    "map_at_7",
    "map_at_7_ceiling",
    "map_at_7_normalised",
    *(f"hit_rate_at_{k}" for k in HIT_RATES),
    "ndcg_at_7",
    "recall_at_7",
)


def ranking_metrics(probabilities: ArrayLike, added: ArrayLike) -> dict[str, float]:
    """MAP@7 over all clients, its ceiling, their ratio, and what buyers find in their lists.

    Parameters
    ----------
    probabilities : array-like of shape (n, n_products)
        0, or less than all others, for what is held.
    added : array-like of shape (n, n_products)

    Returns
    -------
    dict
        ``map_at_7`` depends on how many clients buy at all; ``map_at_7_normalised`` divides it by
        that share (``map_at_7_ceiling``), which makes months comparable. ``hit_rate_at_k``,
        ``ndcg_at_7`` and ``recall_at_7`` are means over buyers. All are 0 when nobody buys.

    Raises
    ------
    MetricInputError
        If an array is not what it should be.
    """
    scores, flags, _ = pairs_of(probabilities, added)
    buyers = flags.any(axis=1)
    if not buyers.any():
        return dict.fromkeys(_NAMES, 0.0)
    bought = flags[buyers]
    ranked = rank(scores[buyers])
    ceiling, normalised = float(buyers.mean()), map_at_k(ranked, bought, K)
    rates = (hit_rate_at_k(ranked, bought, k) for k in HIT_RATES)
    gain, recall = ndcg_at_k(ranked, bought, K), recall_at_k(ranked, bought, K)
    values = (normalised * ceiling, ceiling, normalised, *rates, gain, recall)
    return dict(zip(_NAMES, values, strict=True))
