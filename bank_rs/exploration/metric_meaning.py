"""What the metrics mean: in a sentence each, and on examples small enough to check by hand."""

from collections.abc import Mapping
from typing import Final

import polars as pl

from bank_rs.model.evaluate import (
    calibration_metrics,
    discrimination,
    hit_rate_at_k,
    map_at_k,
    ranking_metrics,
)

_MEANINGS: Final = {
    "map_at_7": (
        "MAP@7",
        "how high additions stand in lists of seven: mean over all clients, 0 without additions",
    ),
    "map_at_7_ceiling": (
        "its ceiling",
        "share of clients who add anything: MAP@7 of perfect lists",
    ),
    "map_at_7_normalised": (
        "MAP@7 by its ceiling",
        "the same for buyers alone: 1 is a perfect order, and months compare",
    ),
    "hit_rate_at_1": ("hit rate @1", "share of buyers who add the first product of their list"),
    "hit_rate_at_3": ("hit rate @3", "share of buyers who add one of the first three"),
    "hit_rate_at_5": ("hit rate @5", "share of buyers who add one of the first five"),
    "hit_rate_at_7": ("hit rate @7", "share of buyers who add one of the seven"),
    "roc_auc_micro": (
        "ROC-AUC, pooled",
        "chance that an addition has a higher probability than a pair that is none; 0.5 is luck",
    ),
    "log_loss": (
        "log loss, nats",
        "mean surprise of a pair; a sure answer that is wrong costs most; 0 is best",
    ),
    "brier": ("Brier score", "mean squared distance of probability and outcome; 0 is best"),
    "predicted_over_actual": (
        "expected / seen",
        "sum of the probabilities by the number of additions; 1 is right on the whole",
    ),
    "ece": ("calibration error", "mean distance of predicted and observed rate; 0 is best"),
    "precision_micro": ("precision", "share of the answers of 1 that came true"),
    "recall_micro": ("recall", "share of the additions that were answered with 1"),
    "f1_micro": ("F1", "harmonic mean of precision and recall"),
}


def meaning_table(metrics: Mapping[str, float]) -> pl.DataFrame:
    """Metrics with their meaning.

    Parameters
    ----------
    metrics
        What `measure` returns; those of the pairs of client and product leave held ones out.

    Returns
    -------
    pl.DataFrame
        ``metric``, ``value`` (text, four digits that count) and ``meaning``.
    """
    rows = [
        (title, f"{metrics[name]:.4g}", meaning)
        for name, (title, meaning) in _MEANINGS.items()
        if name in metrics
    ]
    return pl.DataFrame(rows, schema=["metric", "value", "meaning"], orient="row")


def worked_examples() -> pl.DataFrame:
    """Examples to check by hand, their values computed by the functions that judge the model.

    Returns
    -------
    pl.DataFrame
        ``metric``, ``example``, ``by_hand`` and ``value``.
    """
    rows = [*_lists(), *_pairs()]
    return pl.DataFrame(rows, schema=["metric", "example", "by_hand", "value"], orient="row")


def _lists() -> list[tuple[str, str, str, float]]:
    one, two = "the list is A, B, C; A and C are added", "and a second client adds nothing"
    ranked, added = [[0, 1, 2], [0, 1, 2]], [[1, 0, 1], [0, 0, 0]]
    both = ranking_metrics([[0.3, 0.2, 0.1]] * 2, added)
    return [
        ("MAP@7", one, "(1/1 + 2/3) / 2", map_at_k(ranked[:1], added[:1])),
        ("MAP@7", two, "(5/6 + 0) / 2", map_at_k(ranked, added)),
        ("its ceiling", "one of these two clients buys", "1/2", both["map_at_7_ceiling"]),
        (
            "MAP@7 by its ceiling",
            "the same two clients",
            "(5/12) / (1/2)",
            both["map_at_7_normalised"],
        ),
        (
            "hit rate @1",
            "the list is A, B, C; C is added",
            "A is no hit",
            hit_rate_at_k([[0, 1, 2]], [[0, 0, 1]], 1),
        ),
        ("hit rate @3", "the same", "C is a hit", hit_rate_at_k([[0, 1, 2]], [[0, 0, 1]], 3)),
    ]


def _pairs() -> list[tuple[str, str, str, float]]:
    scores, outcome = [[0.9], [0.3], [0.5], [0.1]], [[1], [1], [0], [0]]
    given, came = [[0.5], [0.3], [0.2], [0.2]], [[1], [0], [0], [0]]
    sure = calibration_metrics([[0.8]], [[1]])
    return [
        (
            "ROC-AUC",
            "additions have 0.9 and 0.3, other pairs 0.5 and 0.1",
            "3 of 4 comparisons are won",
            discrimination(scores, outcome).roc_auc_micro,
        ),
        (
            "expected / seen",
            "probabilities 0.5, 0.3, 0.2 and 0.2; one addition",
            "1.2 / 1",
            calibration_metrics(given, came)["predicted_over_actual"],
        ),
        ("log loss", "0.8 was said and it came", "-ln 0.8", sure["log_loss"]),
        ("Brier score", "0.8 was said and it came", "(1 - 0.8)²", sure["brier"]),
    ]
