"""What came of one candidate at one origin."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray
from sklearn.base import BaseEstimator
from sklearn.pipeline import Pipeline

from bank_rs.model.candidates import Candidate
from bank_rs.model.evaluate import (
    answer_metrics,
    average_precision_at,
    calibration_metrics,
    classification_metrics,
    product_table,
    ranking_metrics,
)
from bank_rs.model.experiment.cost import Cost, model_mib, peak_memory_mib
from bank_rs.model.experiment.fitting import calibrate, choose_thresholds, fit_sample, last_step
from bank_rs.model.experiment.latency import latency
from bank_rs.model.experiment.origin import Origin
from bank_rs.model.experiment.store import Month, Store
from bank_rs.model.thresholds import answers_of

F1_HINDSIGHT: Final = "f1_micro_hindsight"
"""Micro-averaged F1 with the thresholds that suit the judged month best: more cannot be had."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is known of a candidate judged at an origin.

    Attributes
    ----------
    name, title
        Of the candidate.
    origin
        Its months.
    parameters
        Of the last step.
    metrics
        What `ranking_metrics`, `classification_metrics` of the pairs not held and
        `calibration_metrics` return, and ``f1_micro_hindsight``.
    cost
        What it took.
    precision : ndarray of shape (n,), float64
        AP@7 of each client of the judged month, in the order of its rows.
    buyers : ndarray of shape (n,), bool
        Who of them added something.
    products
        What `product_table` returns.
    said
        File of the ``probabilities`` (float32) and ``answers`` (int8) of the judged month, both of
        shape (n, 24), for `numpy.load`.
    importance
        ``feature`` and ``gain`` where the last step has ``feature_importances_``, else None.
    """

    name: str
    title: str
    origin: Origin
    parameters: Mapping[str, Any]
    metrics: Mapping[str, float]
    cost: Cost
    precision: NDArray[np.float64]
    buyers: NDArray[np.bool_]
    products: pl.DataFrame
    said: Path
    importance: pl.DataFrame | None


def judge_candidate(candidate: Candidate, store: Store, origin: Origin) -> Outcome:
    """Fit a candidate, set it on the validation month and judge it on the next.

    Parameters
    ----------
    candidate
        As in `candidates`.
    store
        The months; must hold the origin's two whole.
    origin
        When.
    """
    ready, month = _ready(candidate, store, origin), store.month(origin.judged)
    size, time = model_mib(ready.estimator), latency(ready.estimator, month.rows)
    exact = ready.estimator.predict_proba(month.rows)
    probabilities, answers = exact.astype(np.float32), answers_of(exact, ready.thresholds)
    said = store.folder / f"{candidate.name}-{origin.judged}.npz"
    np.savez(said, probabilities=probabilities, answers=answers)
    hindsight = {F1_HINDSIGHT: _hindsight(ready.estimator, month, exact)}
    return Outcome(
        name=candidate.name,
        title=candidate.title,
        origin=origin,
        parameters=last_step(ready.estimator).get_params(deep=False),
        metrics=_metrics(probabilities, answers, month) | hindsight,
        cost=Cost(ready.seconds, ready.memory_mib, size, time),
        precision=average_precision_at(probabilities, month.added),
        buyers=month.added.max(axis=1) == 1,
        products=product_table(probabilities, answers, month.added, month.held),
        said=said,
        importance=_importance(ready.estimator),
    )


@dataclass(frozen=True, slots=True)
class _Ready:
    """An estimator ready to answer, and what that took."""

    estimator: BaseEstimator
    thresholds: NDArray[np.float64]
    seconds: float
    memory_mib: float


def _ready(candidate: Candidate, store: Store, origin: Origin) -> _Ready:
    sample = store.sample(store.before(origin.validation))
    validation = store.month(origin.validation)
    started = perf_counter()
    estimator = fit_sample(candidate.make(), sample)
    calibrate(estimator, validation)
    probabilities = estimator.predict_proba(validation.rows)
    thresholds = choose_thresholds(estimator, validation, probabilities)
    return _Ready(estimator, thresholds, perf_counter() - started, peak_memory_mib())


def _metrics(
    probabilities: NDArray[np.float32], answers: NDArray[np.int8], month: Month
) -> dict[str, float]:
    return (
        ranking_metrics(probabilities, month.added)
        | classification_metrics(probabilities, answers, month.added, month.held)
        | calibration_metrics(probabilities, month.added, month.held)
    )


def _hindsight(estimator: BaseEstimator, month: Month, probabilities: NDArray[np.float64]) -> float:
    """What the judged month has to say, it says here last: the estimator is not used again."""
    thresholds = choose_thresholds(estimator, month, probabilities)
    return answer_metrics(answers_of(probabilities, thresholds), month.added)["f1_micro"]


def _importance(estimator: BaseEstimator) -> pl.DataFrame | None:
    gains = getattr(last_step(estimator), "feature_importances_", None)
    if gains is None or not isinstance(estimator, Pipeline):
        return None
    names = list(estimator[:-1].get_feature_names_out())
    return pl.DataFrame({"feature": names, "gain": np.asarray(gains, np.float64)})
