"""Metrics as tables for the terminal."""

from typing import Final

from rich.table import Table

from bank_rs.model.judgement import Judgement
from bank_rs.model.train import Training

SHOWN: Final = (
    "map_at_7",
    "map_at_7_ceiling",
    "map_at_7_normalised",
    "hit_rate_at_1",
    "hit_rate_at_3",
    "hit_rate_at_7",
    "ndcg_at_7",
    "roc_auc_micro",
    "precision_micro",
    "recall_micro",
    "f1_micro",
    "log_loss",
    "predicted_over_actual",
)
"""Metrics of a training that stand in the terminal; the run in MLflow has them all."""


def summary(training: Training) -> Table:
    """The model's main metrics beside those of popularity, where both have one."""
    table = Table("metric", "model", "popularity", title="judged on the last month")
    metrics = training.champion.card.metrics
    for name in SHOWN:
        if name in metrics:
            table.add_row(name, f"{metrics[name]:.4f}", _cell(training.popularity.get(name)))
    return table


def comparison(judgement: Judgement) -> Table:
    """The model's metrics beside those of popularity and, where known, of the limit."""
    clients = f"{judgement.clients:,} clients"
    table = Table("metric", "model", "popularity", title=f"{judgement.month:%Y-%m}, {clients}")
    limit = judgement.limit
    if limit is not None:
        table.add_column("limit")
        table.add_column("model / limit")
    for name, value in judgement.model.items():
        cells = [f"{value:.4f}", _cell(judgement.popularity.get(name))]
        if limit is not None:
            best = limit.get(name)
            cells += [_cell(best), f"{value / best:.1%}" if best else ""]
        table.add_row(name, *cells)
    return table


def _cell(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}"
