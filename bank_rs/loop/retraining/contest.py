"""Champion and challenger on the month that the challenger has not seen."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from bank_rs.loop.retraining.bounds import Bounds
from bank_rs.loop.retraining.check import Check
from bank_rs.loop.retraining.gate import Rival, checks
from bank_rs.loop.retraining.outcome import Outcome
from bank_rs.loop.retraining.performance import Performance, Vector
from bank_rs.model.champion import Champion
from bank_rs.model.evaluate import average_precision_at
from bank_rs.model.experiment.latency import latencies
from bank_rs.model.experiment.store import Month
from bank_rs.model.popularity import Popularity
from bank_rs.model.trial import Trial
from bank_rs.registry.gate import FAILED, PASSED


@dataclass(frozen=True, slots=True)
class Contest:
    """What came of it.

    Attributes
    ----------
    clients, buyers
        Clients of the month, and those among them who added something.
    checks
        What each rule of the gate found.
    """

    clients: int
    buyers: int
    checks: tuple[Check, ...]

    @classmethod
    def hold(
        cls, trial: Trial, challenger: Champion, champion: Champion | None, bounds: Bounds
    ) -> Self:
        """Measure both models on the same rows and apply the gate.

        Parameters
        ----------
        trial
            The challenger's.
        challenger
            Its model without the judged month.
        champion
            As it serves; None where there is none.
        bounds
            Of the gate.

        Raises
        ------
        MonthError
            If nobody added anything in the month.
        """
        baseline, month = trial.popularity, trial.judged
        outcome = Outcome.of(month)
        found = checks(
            _performance(challenger, month),
            None if champion is None else _rival(champion, challenger, month, bounds),
            _precision(baseline, month),
            outcome,
            bounds,
        )
        return cls(len(outcome.buyers), int(outcome.buyers.sum()), found)

    @property
    def gate(self) -> str:
        """The decision as the tag of a version: every rule has to hold."""
        return PASSED if all(check.passed for check in self.checks) else FAILED


def _performance(model: Champion, month: Month) -> Performance:
    probabilities = model.pipeline.predict_proba(month.rows).astype(np.float32)
    return Performance.of(probabilities, month.added, month.held)


def _rival(champion: Champion, challenger: Champion, month: Month, bounds: Bounds) -> Rival:
    times = latencies((champion, challenger), month.rows, bounds.records)
    return Rival(_performance(champion, month), *times)


def _precision(baseline: Popularity, month: Month) -> Vector:
    probabilities = baseline.predict_proba(month.held).astype(np.float32)
    return average_precision_at(probabilities, month.added)
