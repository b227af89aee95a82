"""What an experiment found, as tables for the terminal."""

from collections.abc import Iterator, Mapping
from typing import Final

import polars as pl
from rich.table import Table

from bank_rs.model.experiment.findings import Findings
from bank_rs.model.experiment.like_for_like import AT_RECALL
from bank_rs.model.experiment.tuning import Tuned
from bank_rs.model.report.columns import column_of

_HEADINGS: Final[Mapping[str, str]] = {
    "map_at_7_normalised": "/ ceiling",
    "map_at_7_of_limit": "/ limit",
    "hit_rate_at_1": "hit @1",
    "f1_micro": "F1",
    "roc_auc_micro": "AUC",
    "log_loss": "log loss",
    "seconds": "train",
    "memory_mib": "peak MiB",
    "model_mib": "model MiB",
    "microseconds": "µs",
    "difference": "MAP@7 / ceiling against the shipped model",
    "map_at_7_normalised_baseline": "popularity / ceiling",
    "map_at_7_normalised_limit": "limit / ceiling",
    AT_RECALL: "precision at the seed's recall",
}

_QUALITY: Final = (
    "candidate",
    "map_at_7",
    "map_at_7_normalised",
    "map_at_7_of_limit",
    "hit_rate_at_1",
    "f1_micro",
    "roc_auc_micro",
    "log_loss",
)
_COST: Final = ("candidate", "seconds", "memory_mib", "model_mib", "microseconds")

_SEED: Final = (
    "protocol",
    "thresholds",
    "model",
    "precision_micro",
    "recall_micro",
    "f1_micro",
    "roc_auc_micro",
    "f1_macro",
    "roc_auc_macro",
    "hits_at_5",
    AT_RECALL,
)
_BACKTEST: Final = (
    "month",
    "map_at_7",
    "map_at_7_normalised",
    "map_at_7_normalised_baseline",
    "map_at_7_normalised_limit",
    "hit_rate_at_1",
    "f1_micro",
    "predicted_over_actual",
)


def tables(findings: Findings) -> Iterator[Table]:
    """Every table there is something for."""
    origin = findings.shipped.origin
    clients = f"{len(findings.shipped.precision):,} clients"
    title = f"candidates, additions by {origin.target:%Y-%m}, {clients}"
    compared = findings.comparison
    for names in (_QUALITY, _COST):
        yield _table(compared.select(name for name in names if name in compared.columns), title)
    if findings.differences:
        yield _table(findings.comparison.select("candidate", "difference"), "differences, 95%")
    if findings.backtest is not None:
        shown = [name for name in _BACKTEST if name in findings.backtest.columns]
        yield _table(findings.backtest.select(shown), "the shipped model month by month")
    if findings.spread is not None:
        yield _table(findings.spread, "over the months")
    if findings.seed is not None:
        yield _table(findings.seed.select(_SEED), "the seed project's protocols")
    yield from (_tuned(each) for each in findings.tuned)


def _table(frame: pl.DataFrame, title: str) -> Table:
    table = Table(title=title)
    columns = [column_of(series.name) for series in frame]
    for series, column in zip(frame, columns, strict=True):
        heading = _HEADINGS.get(series.name, column.heading)
        table.add_column(heading, justify="right" if series.dtype.is_numeric() else "left")
    for row in frame.iter_rows():
        table.add_row(*(column.written(value) for column, value in zip(columns, row, strict=True)))
    return table


def _tuned(tuned: Tuned) -> Table:
    first, best = tuned.attempts[0], tuned.best
    title = f"{tuned.candidate.name}, {len(tuned.attempts)} trials"
    table = Table("parameter", "best", title=title)
    table.add_row("MAP@7 / ceiling as it is", f"{first.score:.4f}")
    table.add_row("MAP@7 / ceiling of the best", f"{best.score:.4f}")
    for name, value in best.parameters.items():
        table.add_row(name, f"{value:.4g}")
    return table
