"""Precision, recall and F1 of 0/1 answers."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bank_rs.model.evaluate.arrays import Flags, Vector, flags_of, same_shape


@dataclass(frozen=True, slots=True)
class Counts:
    """What precision, recall and F1 are made of, for each product or in all.

    Attributes
    ----------
    hits
        Answers of 1 that were additions.
    answered
        Answers of 1.
    additions
        Additions.
    """

    hits: NDArray[np.int64]
    answered: NDArray[np.int64]
    additions: NDArray[np.int64]

    @property
    def pooled(self) -> "Counts":
        """The same over all products."""
        parts = (self.hits, self.answered, self.additions)
        return Counts(*(part.sum(keepdims=True) for part in parts))

    @property
    def scores(self) -> dict[str, Vector]:
        """Precision, recall and F1; 0 where there is nothing to divide by."""
        return {
            "precision": _ratio(self.hits, self.answered),
            "recall": _ratio(self.hits, self.additions),
            "f1": _ratio(2 * self.hits, self.answered + self.additions),
        }


def counts_of(answers: Flags, added: Flags, held: Flags | None = None) -> Counts:
    """Count the answers to each product, leaving out what is held."""
    if held is not None:
        eligible = 1 - held
        answers, added = answers & eligible, added & eligible
    hits = answers & added
    return Counts(_sums(hits), _sums(answers), _sums(added))


def answer_metrics(answers: ArrayLike, added: ArrayLike) -> dict[str, float]:
    """Micro-averaged precision, recall and F1 of the 0/1 answers.

    Raises
    ------
    MetricInputError
        If an array is not what it should be.
    """
    given, flags = flags_of(answers, "answers"), flags_of(added)
    same_shape(answers=given, added=flags)
    scores = counts_of(given, flags).pooled.scores
    return {f"{name}_micro": float(score[0]) for name, score in scores.items()}


def _sums(flags: Flags) -> NDArray[np.int64]:
    sums: NDArray[np.int64] = flags.sum(axis=0, dtype=np.int64)
    return sums


def _ratio(part: NDArray[np.int64], whole: NDArray[np.int64]) -> Vector:
    ratio: Vector = np.divide(part, whole, out=np.zeros(len(part)), where=whole > 0)
    return ratio
