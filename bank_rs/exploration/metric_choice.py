"""What metrics say of answers known to be poor, which tells good metrics from flattering ones."""

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score, roc_auc_score

from bank_rs.data.ownership import unpack
from bank_rs.data.panel import Split
from bank_rs.model.evaluate import ranking_metrics

ACCURACY: Final = "accuracy over all pairs of client and product"
AUC_ALL: Final = "ROC-AUC over all pairs"
AUC_ELIGIBLE: Final = "ROC-AUC over pairs not held"
PRECISION: Final = "average precision over pairs not held"
RANKED: Final = {
    "map_at_7": "MAP@7 over all clients",
    "map_at_7_ceiling": "the most MAP@7 can be: the share of buyers",
    "map_at_7_normalised": "MAP@7 by the most it can be",
    "hit_rate_at_1": "hit rate @1 among buyers",
    "hit_rate_at_7": "hit rate @7 among buyers",
}


def metric_table(split: Split) -> pl.DataFrame:
    """Measure two answers without any knowledge of the client, in the month of validation.

    "Nothing" never expects an addition; "popularity" gives every client who does not hold a product
    the share of such clients who added it in the training months.

    Returns
    -------
    pl.DataFrame
        ``answer``, ``metric`` and ``value``.
    """
    held, added = unpack(split.validation["owned"]), unpack(split.validation["added"])
    scores = popularity_scores(split.train, held)
    eligible = held == 0
    ranked = ranking_metrics(scores, added)
    rows = [
        ("nothing", ACCURACY, 1 - float(added.mean())),
        ("nothing", "recall", 0.0),
        ("popularity", AUC_ALL, _auc(added, scores)),
        ("popularity", AUC_ELIGIBLE, _auc(added[eligible], scores[eligible])),
        (
            "popularity",
            PRECISION,
            float(average_precision_score(added[eligible], scores[eligible])),
        ),
        *(("popularity", text, ranked[name]) for name, text in RANKED.items()),
    ]
    return pl.DataFrame(rows, schema=["answer", "metric", "value"], orient="row")


def metric_reading(table: pl.DataFrame) -> str:
    """Say in words what `metric_table` shows.

    Returns
    -------
    str
        Markdown.
    """
    value = dict(table.select("metric", "value").iter_rows())
    return (
        f"An answer that never expects anything is right in {value[ACCURACY]:.2%} of pairs and "
        f"finds nothing. Popularity, which knows no client, reaches a ROC-AUC of "
        f"{value[AUC_ALL]:.3f} over all pairs, flattered by products that are held and cannot be "
        f"added; without those it is {value[AUC_ELIGIBLE]:.3f}, with an average precision of only "
        f"{value[PRECISION]:.4f}. Its seven products hold an addition of "
        f"{value[RANKED['hit_rate_at_7']]:.0%} of buyers, the first alone of "
        f"{value[RANKED['hit_rate_at_1']]:.0%}."
    )


def popularity_scores(rows: pl.DataFrame, held: NDArray[np.int8]) -> NDArray[np.float64]:
    """Each product's rate of additions, 0 where it is held.

    Parameters
    ----------
    rows
        What `transitions` returns; the rates are theirs.
    held : ndarray of shape (n, 24)
        What the clients to score hold.

    Returns
    -------
    ndarray of shape (n, 24), float64
    """
    without = rows.height - unpack(rows["owned"]).sum(axis=0, dtype=np.int64)
    rates = unpack(rows["added"]).sum(axis=0, dtype=np.int64) / np.maximum(without, 1)
    return np.where(held == 1, 0.0, rates)


def _auc(truth: NDArray[np.int8], scores: NDArray[np.float64]) -> float:
    return float(roc_auc_score(truth.ravel(), scores.ravel()))
