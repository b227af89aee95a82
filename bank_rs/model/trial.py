"""A model fitted without the month it is judged on, and the months it came from."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

import numpy as np
import polars as pl
from sklearn.base import clone
from sklearn.pipeline import Pipeline

from bank_rs.model.additions import AdditionsClassifier
from bank_rs.model.card import DataCard, ModelCard
from bank_rs.model.evaluate import client_groups, ranking_metrics, threshold_curve
from bank_rs.model.experiment.fitting import fit_sample
from bank_rs.model.experiment.origin import Origin
from bank_rs.model.experiment.store import Month, Store
from bank_rs.model.popularity import Popularity
from bank_rs.model.report import Evidence, measure
from bank_rs.model.thresholds import answers_of

Report = Callable[[str], None]

MODEL = "whether a client adds anything, and then what: two LightGBM models, calibrated"


@dataclass(frozen=True, slots=True)
class Trial:
    """A model that can be judged fairly, and fitted again to be shipped.

    Attributes
    ----------
    pipeline
        Learnt from the earlier months; calibrated and with thresholds of the month before the last.
    store
        All months.
    origin
        The last two.
    """

    pipeline: Pipeline
    store: Store
    origin: Origin

    @classmethod
    def of(cls, pipeline: Pipeline, store: Store, report: Report) -> Self:
        """Fit and set a model without the month it will be judged on.

        Parameters
        ----------
        pipeline
            Not fitted yet, see `make_pipeline`.
        store
            To learn from.
        report
            Called with a line before each step.

        Raises
        ------
        PanelError
            If there are fewer than three months.
        """
        (origin,) = store.origins()
        learnt = store.sample(store.before(origin.validation))
        report(f"fitting on {learnt.rows.height:,} of {learnt.weight.sum():,.0f} transitions")
        fit_sample(pipeline, learnt)
        report("calibrating and choosing thresholds")
        month = store.month(origin.validation)
        encoded = pipeline["features"].transform(month.rows)
        classifier = _classifier(pipeline).calibrate(encoded, month.added)
        classifier.choose_thresholds(encoded, month.added)
        return cls(pipeline, store, origin)

    @property
    def judged(self) -> Month:
        """All rows of the month the model has not seen."""
        return self.store.month(self.origin.judged)

    @property
    def popularity(self) -> Popularity:
        """The baseline: popularity in the month before the judged one."""
        before = self.store.month(self.origin.validation)
        return Popularity().fit(before.held, before.added)

    def evidence(self, data: DataCard) -> Evidence:
        """Everything that is measured on the judged month, beside popularity.

        Parameters
        ----------
        data
            What the store was written from.
        """
        month = self.judged
        probabilities = self.pipeline.predict_proba(month.rows).astype(np.float32)
        answers = answers_of(probabilities, _classifier(self.pipeline).thresholds_)
        popular = self.popularity.predict_proba(month.held)
        groups = client_groups(month.rows)
        quality = measure(probabilities, answers, month.added, month.held, groups)
        return Evidence(
            model=MODEL,
            card=ModelCard(
                data=data,
                parameters=_classifier(self.pipeline).get_params(),
                metrics=dict(quality.metrics),
            ),
            simulated="simulated" in data.description,
            month=self.origin.judged,
            quality=quality,
            baseline=ranking_metrics(popular, month.added),
            baseline_gains=threshold_curve(popular, month.added, month.held),
            importance=_importance(self.pipeline),
        )

    def refit(self) -> Pipeline:
        """The same model fitted again on all months, with this one's calibration and thresholds."""
        shipped: Pipeline = fit_sample(clone(self.pipeline), self.store.sample(self.store.months))
        _classifier(shipped).take_settings(_classifier(self.pipeline))
        return shipped


def _classifier(pipeline: Pipeline) -> AdditionsClassifier:
    classifier: AdditionsClassifier = pipeline["classifier"]
    return classifier


def _importance(pipeline: Pipeline) -> pl.DataFrame:
    names = pipeline["features"].get_feature_names_out().tolist()
    return pl.DataFrame(
        {"feature": names, "gain": _classifier(pipeline).feature_importances_},
    )
