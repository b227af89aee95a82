"""Answers and probabilities as in multi-label classification: micro, macro and weighted."""

import numpy as np
from numpy.typing import ArrayLike

from bank_rs.model.evaluate.answers import Counts, counts_of
from bank_rs.model.evaluate.arrays import (
    Flags,
    Vector,
    flags_of,
    pairs_of,
    same_shape,
)
from bank_rs.model.evaluate.discrimination import discrimination
from bank_rs.model.evaluate.ranking import rank
from bank_rs.model.evaluate.retrieval import hits_at_k


def classification_metrics(
    probabilities: ArrayLike,
    answers: ArrayLike,
    added: ArrayLike,
    held: ArrayLike | None = None,
) -> dict[str, float]:
    """Precision, recall, F1 and ROC-AUC, each averaged in three ways, and two metrics of clients.

    Parameters
    ----------
    probabilities, answers, added : array-like of shape (n, n_products)
        The columns to judge, one or more.
    held : array-like of shape (n, n_products), optional
        Pairs with a 1 are left out; all pairs count without it, held ones as not added.

    Returns
    -------
    dict
        ``precision_micro``, ``precision_macro``, ``precision_weighted`` and the same of ``recall``,
        ``f1`` and ``roc_auc``. Macro is the mean over columns, weighted that by additions;
        precision, recall and F1 are 0 where undefined, columns without both outcomes have no part
        in the ROC-AUC, and NaN is the ROC-AUC of none. ``subset_accuracy`` is the share of clients
        whose answers are all right, ``hits_at_5`` that of clients with an addition among the 5
        most probable products; buyers or not, all clients count in both.

    Raises
    ------
    MetricInputError
        If an array is not what it should be.
    """
    scores, flags, mask = pairs_of(probabilities, added, held)
    given = flags_of(answers, "answers")
    same_shape(probabilities=scores, answers=given)
    counts = counts_of(given, flags, mask)
    found = discrimination(scores, flags, mask)
    buyers = flags.any(axis=1)
    hits = hits_at_k(rank(scores[buyers], k=5), flags[buyers]) if buyers.any() else 0.0
    return {
        **_averages(counts),
        "roc_auc_micro": found.roc_auc_micro,
        **_areas(found.roc_auc, counts),
        "subset_accuracy": _subset_accuracy(given, flags, mask),
        "hits_at_5": hits * float(buyers.mean()),
    }


def _averages(counts: Counts) -> dict[str, float]:
    averages: dict[str, float] = {}
    pooled = counts.pooled.scores
    for name, scores in counts.scores.items():
        averages[f"{name}_micro"] = float(pooled[name][0])
        averages[f"{name}_macro"] = float(scores.mean())
        averages[f"{name}_weighted"] = _weighted(scores, counts)
    return averages


def _areas(areas: Vector, counts: Counts) -> dict[str, float]:
    known = ~np.isnan(areas)
    if not known.any():
        return {"roc_auc_macro": np.nan, "roc_auc_weighted": np.nan}
    weights = counts.additions[known]
    return {
        "roc_auc_macro": float(areas[known].mean()),
        "roc_auc_weighted": float(np.average(areas[known], weights=weights)),
    }


def _weighted(scores: Vector, counts: Counts) -> float:
    return float(scores @ counts.additions / max(int(counts.additions.sum()), 1))


def _subset_accuracy(answers: Flags, added: Flags, held: Flags | None) -> float:
    wrong = answers ^ added
    if held is not None:
        wrong &= 1 - held
    return float(1 - wrong.any(axis=1).mean())
