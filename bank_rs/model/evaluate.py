"""How good a ranking and its 0/1 answers are, measured on a month not learnt from."""

import numpy as np
import polars as pl
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score, roc_auc_score

from bank_rs.catalog import PRODUCTS

Probabilities = NDArray[np.float64]
Flags = NDArray[np.int8]

K = 7
"""Length of the ranked list, as in the competition the data comes from."""


def hits_in_rank_order(probabilities: Probabilities, added: Flags, k: int = K) -> Flags:
    """Which of the first ``k`` ranked products were added.

    Returns
    -------
    ndarray of shape (n, k), int8
        Column 0 is the product ranked first. Ties rank in the order of ``PRODUCTS``.
    """
    ranked = np.argsort(-probabilities, axis=1, kind="stable")[:, :k]
    return np.take_along_axis(added, ranked, axis=1)


def average_precision_at(probabilities: Probabilities, added: Flags, k: int = K) -> Probabilities:
    """AP@k of each client; its mean over all clients is MAP@k.

    AP(u) = 1 / min(m, k) * sum over added ranks r <= k of (hits up to r) / r, with m the products
    added, and 0 for a client who adds none (Santander Product Recommendation, "Evaluation").

    Returns
    -------
    ndarray of shape (n,), float64
    """
    hits = hits_in_rank_order(probabilities, added, k)
    precision = hits.cumsum(axis=1) / np.arange(1, hits.shape[1] + 1)
    reachable = np.minimum(added.sum(axis=1), k)
    scores: Probabilities = (precision * hits).sum(axis=1) / np.maximum(reachable, 1)
    return scores


def ranking_metrics(probabilities: Probabilities, added: Flags) -> dict[str, float]:
    """MAP@7 over all clients, its ceiling, their ratio, and hit rates among buyers.

    Returns
    -------
    dict
        ``map_at_7`` depends on how many clients buy at all; ``map_at_7_normalised`` divides it by
        that share (``map_at_7_ceiling``), which makes months comparable. ``hit_rate_at_k`` is the
        share of buyers with at least one of their additions among the first ``k``.
    """
    buyers = added.any(axis=1)
    ceiling = float(buyers.mean())
    score = float(average_precision_at(probabilities, added).mean())
    hits = hits_in_rank_order(probabilities[buyers], added[buyers])
    rates = {
        f"hit_rate_at_{k}": float(hits[:, :k].any(axis=1).mean()) if buyers.any() else 0.0
        for k in (1, 3, 5, 7)
    }
    return {
        "map_at_7": score,
        "map_at_7_ceiling": ceiling,
        "map_at_7_normalised": score / ceiling if ceiling else 0.0,
        **rates,
    }


def answer_metrics(answers: Flags, added: Flags) -> dict[str, float]:
    """Micro-averaged precision, recall and F1 of the 0/1 answers."""
    hits = int((answers & added).sum())
    precision = hits / max(int(answers.sum()), 1)
    recall = hits / max(int(added.sum()), 1)
    f1 = 2 * precision * recall / (precision + recall) if hits else 0.0
    return {"precision_micro": precision, "recall_micro": recall, "f1_micro": f1}


def product_table(
    probabilities: Probabilities, answers: Flags, added: Flags, held: Flags
) -> pl.DataFrame:
    """One row per product, measured on the clients who did not hold it.

    Returns
    -------
    pl.DataFrame
        ``product``, ``additions``, ``expected`` (sum of the probabilities), ``answered`` (answers
        of 1), ``auc`` and ``average_precision``; the last two are null without both outcomes.
    """
    rows = []
    for index, product in enumerate(PRODUCTS):
        eligible = held[:, index] == 0
        truth, scores = added[eligible, index], probabilities[eligible, index]
        measurable = 0 < truth.sum() < len(truth)
        rows.append(
            {
                "product": product.code,
                "additions": int(truth.sum()),
                "expected": float(scores.sum()),
                "answered": int(answers[eligible, index].sum()),
                "auc": float(roc_auc_score(truth, scores)) if measurable else None,
                "average_precision": (
                    float(average_precision_score(truth, scores)) if measurable else None
                ),
            }
        )
    return pl.DataFrame(rows, infer_schema_length=None)
