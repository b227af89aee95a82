"""The metrics of a model, in three tables, beside those of others where they have them."""

from collections.abc import Mapping
from typing import Final

import polars as pl

from bank_rs.model.report.columns import Column, column_of
from bank_rs.model.report.evidence import Evidence
from bank_rs.model.report.section import Section
from bank_rs.model.report.table import Cell, Table, table_of

_AVERAGES: Final = ("micro", "macro", "weighted")
_AVERAGED: Final = {"precision": "precision", "recall": "recall", "f1": "F1", "roc_auc": "ROC-AUC"}
_LISTS: Final = ("map_", "hit_rate_", "ndcg_", "recall_at_")


def metrics_section(evidence: Evidence) -> Section:
    """Lists, answers and probabilities."""
    return Section(
        "metrics",
        "Metrics",
        "Hit rates, NDCG and recall of the lists are means over buyers, MAP@7 over all clients. "
        "The others are of pairs of client and product.",
        tables=[_lists(evidence), _answers(evidence), _rest(evidence)],
    )


def _lists(evidence: Evidence) -> Table:
    others = {"popularity": evidence.baseline, "limit": evidence.limit}
    found = {name: metrics for name, metrics in others.items() if metrics is not None}
    names = [name for name in evidence.quality.metrics if name.startswith(_LISTS)]
    clients = f"{evidence.quality.clients:,} clients of {evidence.month:%Y-%m}, {evidence.source}."
    return _by_metric("Ranked lists", clients, names, {"model": evidence.quality.metrics} | found)


def _rest(evidence: Evidence) -> Table:
    averaged = tuple(f"{name}_{average}" for name in _AVERAGED for average in _AVERAGES)
    metrics = evidence.quality.metrics
    names = [name for name in metrics if name not in averaged and not name.startswith(_LISTS)]
    caption = (
        "The calibration error is the mean distance of the predicted from the observed rate; "
        "additions are rare, so it is shown against the rate too."
    )
    return _by_metric("Probabilities and whole clients", caption, names, {"model": metrics})


def _by_metric(
    title: str, caption: str, names: list[str], found: Mapping[str, Mapping[str, float]]
) -> Table:
    """A row per metric, a column for each of the models."""
    rows = []
    for name in names:
        column = column_of(name)
        cells = (column.written(metrics.get(name)) for metrics in found.values())
        rows.append([Cell(column.heading), *map(Cell, cells)])
    return Table(title, caption, [column_of("metric"), *map(Column, found)], rows)


def _answers(evidence: Evidence) -> Table:
    """Rows of three averages: of the pairs not held, and of all where that makes a difference."""
    quality = evidence.quality
    rows = []
    for name, heading in _AVERAGED.items():
        names = [f"{name}_{average}" for average in _AVERAGES]
        eligible, everything = (
            [metrics[each] for each in names] for metrics in (quality.metrics, quality.all_pairs)
        )
        rows.append([heading, *eligible])
        if everything != eligible:
            rows.append([f"{heading}, held pairs as not added", *everything])
    frame = pl.DataFrame(rows, ["metric", *(f"{name}_average" for name in _AVERAGES)], orient="row")
    caption = (
        "Pairs of client and product that are not held. Micro pools them, macro is the mean over "
        "products, weighted that by additions."
    )
    return table_of(frame, "Answers and ROC-AUC", caption)
