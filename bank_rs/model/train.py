"""From a panel to a judged and refitted model."""

from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

import polars as pl

from bank_rs.model.additions import AdditionsClassifier
from bank_rs.model.champion import Champion
from bank_rs.model.experiment.store import Store
from bank_rs.model.pipeline import make_pipeline
from bank_rs.model.reference.building import build_reference
from bank_rs.model.report import Evidence
from bank_rs.model.sample import OTHERS
from bank_rs.model.source import Source
from bank_rs.model.trial import Report, Trial


@dataclass(frozen=True, slots=True)
class Training:
    """What a training run leaves behind.

    Attributes
    ----------
    champion
        The model to ship, fitted on all months.
    evidence
        Everything measured on the last month of the same model fitted without it.
    """

    champion: Champion
    evidence: Evidence

    @classmethod
    def of(cls, trial: Trial, panel: Source, description: str, report: Report) -> Self:
        """Judge a model on the month it has not seen, and fit it again on all months.

        Parameters
        ----------
        trial
            The model without that month.
        panel, description, report
            As in `train`.
        """
        report("judging on the last month")
        evidence = trial.evidence(panel.card(description))
        report("fitting again on all months")
        shipped = Champion(trial.refit(), evidence.card)
        report("asking it about the newest month")
        return cls(replace(shipped, reference=build_reference(shipped, panel)), evidence)

    @property
    def products(self) -> pl.DataFrame:
        """Quality by product on the test month, see `product_table`."""
        return self.evidence.quality.products

    @property
    def popularity(self) -> dict[str, float]:
        """Metrics of the popularity baseline on the same month."""
        return dict(self.evidence.baseline or {})


def train(
    panel: Source,
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
    panel
        To learn from: `PanelFile` on one machine, `SparkPanel` on many.
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
        store = Store.write(panel, Path(folder), others, origins=1)
        trial = Trial.of(make_pipeline(classifier), store, report)
        return Training.of(trial, panel, description, report)
