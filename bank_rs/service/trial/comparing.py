"""Two models' answers for the same clients, compared."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bank_rs.catalog import PRODUCTS
from bank_rs.model.champion import Champion
from bank_rs.service.answering.scored import Asked
from bank_rs.service.following.served import ServedModel
from bank_rs.service.metering.comparison import Comparison

_PLACES: Final = np.arange(len(PRODUCTS))


class Answer(NamedTuple):
    """What a client was answered.

    Attributes
    ----------
    asked
        The client.
    model
        Which model answered.
    probabilities : ndarray of shape (24,), float64
        As in `Scored`.
    offered
        As in `Scored`.
    """

    asked: Asked
    model: ServedModel
    probabilities: NDArray[np.float64]
    offered: int


def compare(answers: Sequence[Answer], challenger: Champion) -> Comparison:
    """Let a challenger answer for clients, and add up how it differs from what they were answered.

    Parameters
    ----------
    answers
        What they were answered; not empty.
    challenger
        What might have answered.
    """
    asked = [answer.asked for answer in answers]
    rows = challenger.encoded([one.values for one in asked], [one.months for one in asked])
    found = challenger.classified(rows)
    given = np.array([answer.probabilities for answer in answers])
    masks = np.array([answer.offered for answer in answers])
    offers = np.stack([_bits(masks), challenger.answers(found)]).astype(np.int64)
    owned = _bits(np.array([one.values["owned"] for one in asked])) == 1
    return Comparison(
        compared=len(answers),
        disagreements=int((offers[0] != offers[1]).any(axis=1).sum()),
        first_differs=int((_first(given, owned) != _first(found, owned)).sum()),
        offers=offers.sum(axis=1),
        probability=np.stack([given, found]).sum(axis=1),
    )


def _bits(masks: NDArray[np.int64]) -> NDArray[np.int64]:
    bits: NDArray[np.int64] = masks[:, None] >> _PLACES & 1
    return bits


def _first(probabilities: NDArray[np.float64], owned: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Place of the likeliest product of each client that it does not hold."""
    first: NDArray[np.intp] = np.where(owned, -1.0, probabilities).argmax(axis=1)
    return first
