"""The shipped model and the seed project's, rebuilt, under the seed project's own protocols."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray
from sklearn.base import BaseEstimator

from bank_rs.model.candidates import Candidate
from bank_rs.model.candidates.seed_pipeline import SeedPipeline
from bank_rs.model.experiment.joined import joined_parts
from bank_rs.model.sample import Sample
from bank_rs.model.seed import (
    PUBLISHED,
    Choice,
    Protocol,
    SeedEvaluation,
    evaluate_as_seed,
    precision_at_recall,
    protocol_a,
    protocol_b,
)
from bank_rs.model.seed.answers import Sample as Draw

OURS: Final = "this model"
REBUILT: Final = "the seed project's model, rebuilt on this data"
PUBLISHED_BY_SEED: Final = "the seed project's model, published, real data"

AT_RECALL: Final = "precision_at_seed_recall"
"""Precision where as many additions are found as the rebuilt model finds at 0.5."""

METRICS: Final = (
    "precision_micro",
    "recall_micro",
    "f1_micro",
    "roc_auc_micro",
    "precision_macro",
    "recall_macro",
    "f1_macro",
    "roc_auc_macro",
    "precision_weighted",
    "recall_weighted",
    "f1_weighted",
    "roc_auc_weighted",
    "subset_accuracy",
    "hits_at_5",
)

_PROTOCOLS: Final[Mapping[str, Callable[[pl.DataFrame], Protocol]]] = {
    "A": protocol_a,
    "B": protocol_b,
}
PROTOCOLS: Final = tuple(_PROTOCOLS)


def judge_as_seed(panel: Path, name: str, shipped: Candidate, others: float) -> pl.DataFrame:
    """Judge both models under one protocol.

    The rebuilt model learns from all rows of the protocol, as it did, the shipped one from a
    weighted sample of them, as it does.

    Parameters
    ----------
    panel
        Typed panel.
    name
        A or B.
    shipped
        The model to compare.
    others
        As in `Store.write`.

    Returns
    -------
    pl.DataFrame
        ``protocol``, ``thresholds``, ``model``, ``METRICS`` and `AT_RECALL`; a row for each model
        and each choice of thresholds that has no part of the test rows, then the published rows.

    Raises
    ------
    ProtocolError
        If the panel lacks the protocol's months.
    """
    protocol = _PROTOCOLS[name](rows_for(panel, name))
    ours = evaluate_as_seed(protocol, shipped.make(), sample=_sampling(others))
    seeds = evaluate_as_seed(protocol, _seed_model(name))
    recall = seeds.metrics[Choice.HALF]["recall_micro"]
    rows = [*_rows_of(name, OURS, ours, recall), *_rows_of(name, REBUILT, seeds, recall)]
    return pl.DataFrame([*rows, *_published(name)], infer_schema_length=None)


def rows_for(panel: Path, name: str) -> pl.DataFrame:
    """Rows that a protocol has use for, joined with their history.

    It would leave out the others itself, but in memory at full size there are too many of them.
    """
    judged = pl.col("fetch_date") >= pl.date(2015, 12, 1)
    changing = pl.col("owned").n_unique().over("id") > 1
    useful = changing if name == "A" else judged
    return pl.concat(part.filter(useful) for part in joined_parts(panel))


def _seed_model(name: str) -> BaseEstimator:
    """With the class weights that the seed project gives it under each protocol."""
    return SeedPipeline() if name == "A" else SeedPipeline(class_weights="Balanced")


def _sampling(others: float) -> Draw:
    def draw(rows: pl.DataFrame) -> tuple[pl.DataFrame, NDArray[np.float64]]:
        sample = Sample.draw(rows, others)
        return sample.rows, sample.weight.astype(np.float64)

    return draw


def _rows_of(
    protocol: str, model: str, evaluation: SeedEvaluation, recall: float
) -> Iterator[dict[str, object]]:
    precision = precision_at_recall(evaluation.test, recall) if recall else None
    for choice, metrics in evaluation.metrics.items():
        row: dict[str, object] = {
            "protocol": protocol,
            "thresholds": str(choice),
            "model": model,
        }
        yield row | {name: metrics[name] for name in METRICS} | {AT_RECALL: precision}


def _published(protocol: str) -> Iterator[dict[str, object]]:
    for each in PUBLISHED:
        if each.protocol == protocol:
            row: dict[str, object] = {
                "protocol": protocol,
                "thresholds": str(each.choice),
                "model": PUBLISHED_BY_SEED,
            }
            figures = {name: each.metrics.get(name) for name in METRICS}
            yield row | figures | {AT_RECALL: None}
