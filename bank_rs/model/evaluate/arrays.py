"""What metrics take: probabilities and 0/1 flags, one row per client and one column per product."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bank_rs.errors import BankRsError

Scores = NDArray[np.floating[Any]]
Flags = NDArray[np.int8]
Vector = NDArray[np.float64]


class MetricInputError(BankRsError, ValueError):
    """Arrays of which no metric can be taken."""


def scores_of(values: ArrayLike, name: str = "probabilities") -> Scores:
    """The array as floats, of the width it has; not a copy if it is one of floats.

    Raises
    ------
    MetricInputError
        If it is not of shape (n >= 1, n_products >= 1) or has a NaN.
    """
    array = _matrix(values, name)
    scores: Scores = array if array.dtype.kind == "f" else array.astype(np.float64)
    if np.isnan(scores.min()):
        raise MetricInputError(f"{name} must not be NaN: give 0 to a product that is not offered.")
    return scores


def flags_of(values: ArrayLike, name: str = "added") -> Flags:
    """The array as int8.

    Raises
    ------
    MetricInputError
        If it is not of shape (n >= 1, n_products >= 1) or has other values than 0 and 1.
    """
    array = _matrix(values, name)
    if array.dtype.kind == "b":
        return array.view(np.int8)
    within = array.min() >= 0 and array.max() <= 1
    if not within or (array.dtype.kind not in "iu" and np.any(array != np.rint(array))):
        raise MetricInputError(f"{name} must be 0 or 1 everywhere: compare the values first.")
    return array.astype(np.int8, copy=False)


def same_shape(**arrays: NDArray[Any]) -> None:
    """Refuse arrays of different shapes.

    Raises
    ------
    MetricInputError
        If they have them.
    """
    if len({array.shape for array in arrays.values()}) > 1:
        shapes = ", ".join(f"{name} {array.shape}" for name, array in arrays.items())
        raise MetricInputError(f"the shapes must be equal, not {shapes}: pass the same clients.")


def pairs_of(
    probabilities: ArrayLike, added: ArrayLike, held: ArrayLike | None = None
) -> tuple[Scores, Flags, Flags | None]:
    """Probabilities, what was added and what was held, each checked and all of one shape.

    Raises
    ------
    MetricInputError
        If one is not what it should be.
    """
    scores, flags = scores_of(probabilities), flags_of(added)
    mask = None if held is None else flags_of(held, "held")
    same_shape(probabilities=scores, added=flags, held=flags if mask is None else mask)
    return scores, flags, mask


def eligible_columns(
    scores: Scores, flags: Flags, held: Flags | None
) -> Iterator[tuple[Scores, Flags]]:
    """For each product copies of its two columns, without the clients who hold it.

    A column at a time keeps the memory to a twenty-fourth of that of masked matrices.
    """
    for index in range(scores.shape[1]):
        kept = np.ones(len(scores), bool) if held is None else held[:, index] == 0
        yield scores[kept, index], flags[kept, index]


def _matrix(values: ArrayLike, name: str) -> NDArray[Any]:
    array = np.asarray(values)
    if array.ndim != 2 or 0 in array.shape:
        raise MetricInputError(
            f"{name} must have the shape (clients, products), at least one of each, not "
            f"{array.shape}: pass a row for every client."
        )
    if array.dtype.kind not in "biuf":
        raise MetricInputError(f"{name} must be numbers, not {array.dtype}: convert them first.")
    return array
