"""Rows of a journal as a frame."""

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from bank_rs.predictions.columns import FACTS, PROBABILITIES
from bank_rs.predictions.journal import Origin, Rows

_BLOCK: Final = 256
"""Rows transposed at a time: what they take stays in the processor's cache."""


def frame_of(origin: Origin, rows: Rows) -> pl.DataFrame:
    """Rows with the columns of ``FACTS``, ``PROBABILITIES`` and the model's features.

    Parameters
    ----------
    origin
        The model whose answers they are.
    rows
        As `read_journal` gives them.
    """
    facts = [
        _constant(name, getattr(origin, name), len(rows))
        if name in ("version", "sha256")
        else pl.Series(name, np.ascontiguousarray(rows[name])).cast(dtype)
        for name, dtype in FACTS.items()
    ]
    numbers = (
        *_columns(PROBABILITIES, rows["probabilities"]),
        *_columns(origin.features, rows["features"]),
    )
    return pl.DataFrame([*facts, *numbers])


def _constant(name: str, value: str, length: int) -> pl.Series:
    return pl.repeat(value, length, dtype=pl.String(), eager=True).alias(name)


def _columns(names: tuple[str, ...], values: NDArray[np.float32]) -> list[pl.Series]:
    columns = np.empty(values.shape[::-1], values.dtype)
    # NumPy lets other threads work meanwhile, which it would not with a copy for each column
    for start in range(0, len(values), _BLOCK):
        columns[:, start : start + _BLOCK] = values[start : start + _BLOCK].T
    return [pl.Series(name, column) for name, column in zip(names, columns, strict=True)]
