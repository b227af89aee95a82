"""The metrics the seed project prints, of any candidate under either of its protocols."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator

from bank_rs.model.evaluate.classification import classification_metrics
from bank_rs.model.seed.answers import Answers, Sample, answer_last_training_month, answer_test
from bank_rs.model.seed.protocol import Protocol
from bank_rs.model.seed.thresholds import Choice, each_best, shared_best
from bank_rs.model.thresholds import answers_of

OURS: Final = (Choice.HALF, Choice.EACH, Choice.SHARED)
"""The choices of thresholds in which the test rows have no part."""

MIN_ADDITIONS: Final = 30
MIN_PRECISION: Final = 0.1
"""What thresholds of single products ask for, as those of the shipped model do."""


@dataclass(frozen=True, slots=True)
class SeedEvaluation:
    """A candidate judged as the seed project is judged.

    Attributes
    ----------
    test
        What it says of the test rows, e.g. for `precision_at_recall`.
    thresholds
        For each choice of thresholds those of the targets, shape (n_targets,).
    metrics
        For each choice what `metrics_of` returns.
    """

    test: Answers
    thresholds: dict[Choice, NDArray[np.float64]]
    metrics: dict[Choice, dict[str, float]]


def evaluate_as_seed(
    protocol: Protocol,
    candidate: BaseEstimator,
    choices: Sequence[Choice] = OURS,
    sample: Sample | None = None,
) -> SeedEvaluation:
    """Fit a candidate and judge it under a protocol of the seed project.

    Parameters
    ----------
    protocol
        What `protocol_a` or `protocol_b` returns.
    candidate
        What `Candidate.make` returns; a copy of it is fitted, and a second one on the months
        before where thresholds come from the last training month.
    choices
        How thresholds are chosen.
    sample
        Draws the rows to learn from; all of them without it.

    Raises
    ------
    ProtocolError
        If thresholds are to come from the last of one training month.
    """
    test = last_month = answer_test(protocol, candidate, sample)
    if Choice.EACH in choices or Choice.SHARED in choices:
        last_month = answer_last_training_month(protocol, candidate, sample)
    thresholds = {choice: _thresholds(choice, test, last_month) for choice in choices}
    metrics = {choice: metrics_of(test, chosen) for choice, chosen in thresholds.items()}
    return SeedEvaluation(test, thresholds, metrics)


def metrics_of(answers: Answers, thresholds: NDArray[np.float64]) -> dict[str, float]:
    """The metrics the seed project prints, at given thresholds.

    Parameters
    ----------
    answers
        Of the test rows.
    thresholds : ndarray of shape (n_targets,)
        Least probability answered with 1.

    Returns
    -------
    dict
        What `classification_metrics` returns of all pairs, those held counting as not added.
    """
    given = answers_of(answers.probabilities, thresholds)
    return classification_metrics(answers.probabilities, given, answers.added)


def _thresholds(choice: Choice, test: Answers, last_month: Answers) -> NDArray[np.float64]:
    match choice:
        case Choice.HALF:
            return np.full(test.added.shape[1], 0.5)
        case Choice.EACH:
            return each_best(last_month, MIN_ADDITIONS, MIN_PRECISION)
        case Choice.SHARED:
            return shared_best(last_month)
        case Choice.TEST:
            return each_best(test)
