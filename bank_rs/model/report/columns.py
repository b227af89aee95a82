"""The columns a table of a report may have: their headings, and how their numbers are written."""

import re
from dataclasses import dataclass
from typing import Final

from bank_rs.model.report import number


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Attributes
    ----------
    heading
        With the unit, where there is one.
    written
        How a value is written.
    better
        1 when more is better, -1 when less is, 0 when neither.
    numeric
        Whether it holds numbers.
    """

    heading: str
    written: number.Format = number.any_value
    better: int = 0
    numeric: bool = True


_KNOWN: Final = {
    "candidate": Column("candidate", number.text, numeric=False),
    "product": Column("product", number.text, numeric=False),
    "feature": Column("feature", number.text, numeric=False),
    "share": Column("share of all gain", number.percent),
    "group": Column("group", number.text, numeric=False),
    "metric": Column("metric", number.text, numeric=False),
    "protocol": Column("protocol", number.text, numeric=False),
    "thresholds": Column("thresholds", number.text, numeric=False),
    "model": Column("model", number.text, numeric=False),
    "month": Column("month", number.text, numeric=False),
    "map_at_7": Column("MAP@7", number.decimals, 1),
    "map_at_7_ceiling": Column("ceiling", number.decimals),
    "map_at_7_normalised": Column("MAP@7 / ceiling", number.decimals, 1),
    "map_at_7_of_limit": Column("of the limit", number.percent, 1),
    "subset_accuracy": Column("subset accuracy", number.decimals, 1),
    "hits_at_5": Column("hits @5, all clients", number.decimals, 1),
    "log_loss": Column("log loss, nats", number.fine, -1),
    "brier": Column("Brier score", number.fine, -1),
    "ece": Column("calibration error", number.fine, -1),
    "ece_relative": Column("calibration error / rate", number.percent, -1),
    "predicted_over_actual": Column("predicted / actual", number.hundredths),
    "difference": Column("difference to the shipped, 95 % interval", number.text, numeric=False),
    "precision_at_seed_recall": Column("precision at the seed's recall", number.decimals, 1),
    "auc": Column("ROC-AUC", number.decimals),
    "average_precision": Column("average precision", number.decimals),
    "eligible": Column("clients without it", number.count),
    "expected": Column("expected", number.count),
    "predicted": Column("predicted rate", number.rate),
    "observed": Column("observed rate", number.rate),
    **{f"{name}_average": Column(name, number.decimals) for name in ("micro", "macro", "weighted")},
    "seconds": Column("training", number.duration, -1),
    "memory_mib": Column("peak memory, MiB", number.mebibytes, -1),
    "model_mib": Column("model, MiB", number.mebibytes, -1),
    "microseconds": Column("one record, µs", number.count, -1),
}
_HEADINGS: Final = {
    r"hit_rate_at_(\d+)": r"hit rate @\1",
    r"recall_at_(\d+)": r"recall @\1",
    r"ndcg_at_(\d+)": r"NDCG@\1",
    r"precision_(micro|macro|weighted)": r"precision, \1",
    r"recall_(micro|macro|weighted)": r"recall, \1",
    r"f1_(micro|macro|weighted)": r"F1, \1",
    r"roc_auc_(micro|macro|weighted)": r"ROC-AUC, \1",
    r"(precision|recall)": r"\1",
    r"f1": r"F1",
}
_OTHERS: Final = {"_baseline": ", popularity", "_limit": ", limit"}


def column_of(name: str) -> Column:
    """The column of that name; one that is not known keeps its name as the heading."""
    if name in _KNOWN:
        return _KNOWN[name]
    for ending, of in _OTHERS.items():
        if name.endswith(ending):
            known = column_of(name.removesuffix(ending))
            return Column(known.heading + of, known.written)
    for pattern, heading in _HEADINGS.items():
        if match := re.fullmatch(pattern, name):
            return Column(match.expand(heading), number.decimals, 1)
    return Column(name.replace("_", " "))
