"""What a candidate says under a protocol of the seed project."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, clone

from bank_rs.data.ownership import unpack
from bank_rs.data.panel import months_of
from bank_rs.model.candidates import fit_candidate
from bank_rs.model.seed.protocol import Protocol, ProtocolError

Sample = Callable[[pl.DataFrame], tuple[pl.DataFrame, NDArray[np.float64]]]
"""Draws rows to learn from, with how many each stands for."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Probabilities of rows not learnt from, and what came.

    Attributes
    ----------
    probabilities : ndarray of shape (n, n_targets), float64
        All pairs, those held among them, as the seed project judges them.
    added : ndarray of shape (n, n_targets), int8
        1 where the product was added.
    """

    probabilities: NDArray[np.float64]
    added: NDArray[np.int8]


def answer_test(
    protocol: Protocol, candidate: BaseEstimator, sample: Sample | None = None
) -> Answers:
    """Fit on the training rows and answer the test rows.

    Parameters
    ----------
    protocol
        What `protocol_a` or `protocol_b` returns.
    candidate
        What `Candidate.make` returns; a copy of it is fitted.
    sample
        Draws the rows to learn from; all of them without it.
    """
    return _answer(candidate, protocol.train, protocol.test, protocol.targets, sample)


def answer_last_training_month(
    protocol: Protocol, candidate: BaseEstimator, sample: Sample | None = None
) -> Answers:
    """Fit on the training rows but those of the last month and answer these.

    For choices the test rows must have no part in.

    Parameters
    ----------
    protocol, candidate, sample
        As in `answer_test`.

    Raises
    ------
    ProtocolError
        If the training rows are of one month.
    """
    months = months_of(protocol.train)
    if len(months) < 2:
        raise ProtocolError(
            f"the training rows of protocol {protocol.name} are of one month and choosing "
            "thresholds takes the last of two: give a panel of more months."
        )
    day = pl.col("fetch_date")
    earlier, last = (protocol.train.filter(of) for of in (day < months[-1], day == months[-1]))
    return _answer(candidate, earlier, last, protocol.targets, sample)


def _answer(
    candidate: BaseEstimator,
    train: pl.DataFrame,
    test: pl.DataFrame,
    targets: tuple[int, ...],
    sample: Sample | None,
) -> Answers:
    drawn, weights = sample(train) if sample else (train, None)
    fitted = fit_candidate(clone(candidate), drawn, unpack(drawn["added"]), weights)
    columns = list(targets)
    return Answers(fitted.predict_proba(test)[:, columns], unpack(test["added"])[:, columns])
