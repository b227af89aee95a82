"""From a panel to a judged and refitted model."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import polars as pl
from sklearn.base import clone
from sklearn.pipeline import Pipeline

from bank_rs.model.additions import AdditionsClassifier
from bank_rs.model.card import DataCard, ModelCard, data_card
from bank_rs.model.champion import Champion
from bank_rs.model.evaluate import client_groups, ranking_metrics, threshold_curve
from bank_rs.model.experiment.fitting import fit_sample
from bank_rs.model.experiment.origin import Origin
from bank_rs.model.experiment.store import Month, Store
from bank_rs.model.pipeline import make_pipeline
from bank_rs.model.popularity import Popularity
from bank_rs.model.reference.building import build_reference
from bank_rs.model.report import Evidence, measure
from bank_rs.model.sample import OTHERS, Sample
from bank_rs.model.thresholds import answers_of

Report = Callable[[str], None]

MODEL = "whether a client adds anything, and then what: two LightGBM models, calibrated"


@dataclass(frozen=True, slots=True)
class Training:
    """What a training run leaves behind.

    Attributes
    ----------
    champion
        The model to ship, fitted on all months, with its reference.
    evidence
        Everything measured on the last month of the same model fitted without it.
    """

    champion: Champion
    evidence: Evidence

    @property
    def products(self) -> pl.DataFrame:
        """Quality by product on the test month, see `product_table`."""
        return self.evidence.quality.products

    @property
    def popularity(self) -> dict[str, float]:
        """Metrics of the popularity baseline on the same month."""
        return dict(self.evidence.baseline or {})


def train(
    path: Path,
    description: str,
    report: Report,
    classifier: AdditionsClassifier | None = None,
    others: float = OTHERS,
) -> Training:
    """Fit, judge and refit a model.

    The model learns from the earlier months, is calibrated and sets its thresholds on the month
    before the last and is judged once, on the last. What ships is the same model fitted again on
    all of them, with that calibration and those thresholds.

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
    others
        Part of the clients who add nothing that is learnt from, see `Sample.draw`.

    Raises
    ------
    PanelError
        If the panel has too few months.
    """
    report("joining months")
    with TemporaryDirectory() as folder:
        store = Store.write(path, Path(folder), others, origins=1)
        (origin,) = store.origins()
        pipeline = _judged(make_pipeline(classifier), store, origin, report)
        report("judging on the last month")
        evidence = _evidence(pipeline, store, origin, data_card(path, description))
        report("fitting again on all months")
        shipped = Champion(_refit(pipeline, store.sample(store.months)), evidence.card)
    report("asking it about the newest month")
    return Training(replace(shipped, reference=build_reference(shipped, path)), evidence)


def _judged(pipeline: Pipeline, store: Store, origin: Origin, report: Report) -> Pipeline:
    """Fit and set a model without the month it will be judged on."""
    learnt = store.sample(store.before(origin.validation))
    report(f"fitting on {learnt.rows.height:,} of {learnt.weight.sum():,.0f} transitions")
    fit_sample(pipeline, learnt)
    report("calibrating and choosing thresholds")
    month = store.month(origin.validation)
    encoded = pipeline["features"].transform(month.rows)
    _classifier(pipeline).calibrate(encoded, month.added).choose_thresholds(encoded, month.added)
    return pipeline


def _refit(judged: Pipeline, sample: Sample) -> Pipeline:
    shipped: Pipeline = fit_sample(clone(judged), sample)
    _classifier(shipped).take_settings(_classifier(judged))
    return shipped


def _classifier(pipeline: Pipeline) -> AdditionsClassifier:
    classifier: AdditionsClassifier = pipeline["classifier"]
    return classifier


def _evidence(pipeline: Pipeline, store: Store, origin: Origin, data: DataCard) -> Evidence:
    month = store.month(origin.judged)
    probabilities = pipeline.predict_proba(month.rows).astype(np.float32)
    answers = answers_of(probabilities, _classifier(pipeline).thresholds_)
    popular = _popularity(store, origin).predict_proba(month.held)
    quality = measure(probabilities, answers, month.added, month.held, client_groups(month.rows))
    return Evidence(
        model=MODEL,
        card=ModelCard(
            data=data,
            parameters=_classifier(pipeline).get_params(),
            metrics=dict(quality.metrics),
        ),
        simulated="simulated" in data.description,
        month=origin.judged,
        quality=quality,
        baseline=ranking_metrics(popular, month.added),
        baseline_gains=threshold_curve(popular, month.added, month.held),
        importance=_importance(pipeline),
    )


def _popularity(store: Store, origin: Origin) -> Popularity:
    """Popularity in the month before the judged one."""
    before: Month = store.month(origin.validation)
    return Popularity().fit(before.held, before.added)


def _importance(pipeline: Pipeline) -> pl.DataFrame:
    names = pipeline["features"].get_feature_names_out().tolist()
    return pl.DataFrame(
        {"feature": names, "gain": _classifier(pipeline).feature_importances_},
    )
