"""Where an experiment is written down: one MLflow run with a nested run for each part."""

import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from typing import Self

import mlflow
import polars as pl
from mlflow.environment_variables import MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT

from bank_rs.model.experiment.findings import Findings
from bank_rs.model.experiment.outcome import Outcome
from bank_rs.model.experiment.tuning import Attempt
from bank_rs.registry.registry import Registry
from bank_rs.settings import Settings


class Tracking:
    """One experiment of an MLflow server.

    Parameters
    ----------
    registry
        Whose server is written to.
    name
        Experiment.
    """

    def __init__(self, registry: Registry, name: str) -> None:
        self.registry = registry
        self.name = name

    @classmethod
    def from_settings(cls, settings: Settings) -> Self:
        """Beside the experiment of the training runs, which has the model's own name."""
        return cls(Registry.from_settings(settings), f"{settings.model_name}-candidates")

    def check(self) -> None:
        """As `Registry.check`."""
        self.registry.check()

    @contextmanager
    def run(self, name: str) -> Iterator[str]:
        """A run that lasts as long as the block; within another it is nested.

        Yields
        ------
        str
            Its id.
        """
        nested = mlflow.active_run() is not None
        if not nested:
            MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT.set(True)  # type: ignore[no-untyped-call]
            mlflow.set_tracking_uri(self.registry.uri)
            mlflow.set_experiment(self.name)
        with mlflow.start_run(run_name=name, nested=nested) as run:
            yield run.info.run_id

    def outcome(self, outcome: Outcome) -> None:
        """Log a candidate: its parameters, quality and cost, and its products as a table."""
        months = {"validation": outcome.origin.validation, "judged": outcome.origin.judged}
        mlflow.log_params({**months, **outcome.parameters})
        mlflow.set_tags({"candidate": outcome.name, "title": outcome.title})
        _log_metrics({**outcome.metrics, **asdict(outcome.cost)})
        self.table(outcome.products, "products")

    def attempt(self, attempt: Attempt) -> None:
        """Log a trial: what was changed, its score at each origin and their mean."""
        mlflow.log_params(dict(attempt.parameters))
        mlflow.set_tag("pruned", attempt.pruned)
        for step, score in enumerate(attempt.scores):
            mlflow.log_metric("map_at_7_normalised", score, step=step)
        mlflow.log_metric("mean_map_at_7_normalised", attempt.score)

    def findings(self, findings: Findings) -> None:
        """Log the shipped model's metrics, the limit, and every table."""
        _log_metrics(findings.shipped.metrics)
        if findings.limit is not None:
            _log_metrics({f"limit_{name}": value for name, value in findings.limit.items()})
        for name in ("comparison", "backtest", "spread", "additions", "seed"):
            table: pl.DataFrame | None = getattr(findings, name)
            if table is not None:
                self.table(table, name)

    def table(self, frame: pl.DataFrame, name: str) -> None:
        """Keep a table with the run, as CSV."""
        self.text(frame.write_csv(), f"{name}.csv")

    def text(self, text: str, file: str) -> None:
        """Keep a text with the run."""
        mlflow.log_text(text, file)


def _log_metrics(values: Mapping[str, float]) -> None:
    """What is undefined is left out: MLflow has no place for it."""
    mlflow.log_metrics({k: v for k, v in values.items() if math.isfinite(v)})
