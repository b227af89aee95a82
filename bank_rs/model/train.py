"""From a panel to a judged and refitted model."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray
from sklearn.base import clone
from sklearn.pipeline import Pipeline

from bank_rs.data.ownership import unpack
from bank_rs.data.panel import Split, months_of, scan_panel, split_by_time, transitions
from bank_rs.model.additions import AdditionsClassifier
from bank_rs.model.card import DataCard, ModelCard
from bank_rs.model.champion import Champion
from bank_rs.model.evaluate import answer_metrics, product_table, ranking_metrics
from bank_rs.model.pipeline import make_pipeline
from bank_rs.model.popularity import popularity
from bank_rs.model.thresholds import answers_of

Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Training:
    """What a training run leaves behind.

    Attributes
    ----------
    champion
        The model to ship, fitted on all months.
    products
        Quality by product on the test month, see `product_table`.
    popularity
        Metrics of the popularity baseline on the same month.
    """

    champion: Champion
    products: pl.DataFrame
    popularity: dict[str, float]


def train(
    path: Path,
    description: str,
    report: Report,
    classifier: AdditionsClassifier | None = None,
) -> Training:
    """Fit, judge and refit a model.

    The model learns from the earlier months, sets its thresholds on the month before the last and
    is judged once, on the last. What ships is the same model fitted again on all of them, with
    those thresholds.

    Parameters
    ----------
    path
        Typed Parquet panel.
    description
        What the data is, in words; stored with the model.
    report
        Called with a line before each step.
    classifier
        As in `make_pipeline`.

    Raises
    ------
    PanelError
        If the panel has too few months.
    """
    report("joining months")
    panel = scan_panel(path)
    split = split_by_time(transitions(panel))
    report(f"fitting on {split.train.height:,} transitions")
    judged = _fit(make_pipeline(classifier), split.train)
    report("choosing thresholds")
    _classifier(judged).choose_thresholds(*_encoded(judged, split.validation))
    report("judging on the last month")
    metrics, products, baseline = _judge(judged, split)
    report("fitting again on all months")
    shipped = _refit(judged, split.everything)
    data = _describe(path, panel.select("id", "fetch_date").collect(), description)
    card = ModelCard(data=data, parameters=_classifier(shipped).get_params(), metrics=metrics)
    return Training(Champion(shipped, card), products, baseline)


def _fit(pipeline: Pipeline, rows: pl.DataFrame) -> Pipeline:
    return pipeline.fit(rows, unpack(rows["added"]))


def _refit(judged: Pipeline, rows: pl.DataFrame) -> Pipeline:
    shipped = _fit(clone(judged), rows)
    _classifier(shipped).thresholds_ = _classifier(judged).thresholds_
    return shipped


def _classifier(pipeline: Pipeline) -> AdditionsClassifier:
    classifier: AdditionsClassifier = pipeline["classifier"]
    return classifier


def _encoded(
    pipeline: Pipeline, rows: pl.DataFrame
) -> tuple[NDArray[np.float32], NDArray[np.int8]]:
    return pipeline["features"].transform(rows), unpack(rows["added"])


def _judge(
    judged: Pipeline, split: Split
) -> tuple[dict[str, float], pl.DataFrame, dict[str, float]]:
    """Metrics of the model, its product table and metrics of the popularity baseline."""
    rows, added = _encoded(judged, split.test)
    held = unpack(split.test["owned"])
    probabilities = _classifier(judged).predict_proba(rows)
    answers = answers_of(probabilities, _classifier(judged).thresholds_)
    return (
        ranking_metrics(probabilities, added) | answer_metrics(answers, added),
        product_table(probabilities, answers, added, held),
        ranking_metrics(popularity(split.train).predict_proba(held), added),
    )


def _describe(path: Path, panel: pl.DataFrame, description: str) -> DataCard:
    months = months_of(panel)
    with path.open("rb") as file:
        sha256 = file_digest(file, "sha256").hexdigest()
    return DataCard(
        description=description,
        sha256=sha256,
        rows=panel.height,
        clients=panel["id"].n_unique(),
        first_month=months[0],
        last_month=months[-1],
    )
