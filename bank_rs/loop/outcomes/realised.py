"""The metrics of answers of which it is known what came true."""

import math
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from bank_rs.data.ownership import unpack
from bank_rs.loop.outcomes.outcome import Realised
from bank_rs.model.evaluate import (
    answer_metrics,
    average_precision_at,
    calibration_metrics,
    map_interval,
    product_table,
    ranking_metrics,
)
from bank_rs.predictions.columns import PROBABILITIES


@dataclass(frozen=True, slots=True)
class Judged:
    """Answers as matrices with a column for each product.

    Attributes
    ----------
    probabilities : ndarray of shape (n, 24), float32
        As logged, 0 for what was held.
    answers, added, held : ndarray of shape (n, 24), int8
        Answers of 1 for what was not held, additions, and what was held.
    """

    probabilities: NDArray[np.float32]
    answers: NDArray[np.int8]
    added: NDArray[np.int8]
    held: NDArray[np.int8]

    @classmethod
    def of(cls, rows: pl.DataFrame) -> "Judged":
        """Of rows of `Joined`, one for each client."""
        probabilities = rows.select(PROBABILITIES).to_numpy(order="c", writable=True)
        held = unpack(rows["held"])
        probabilities[held == 1] = 0
        answers = unpack(rows["offered"]) & (1 - held)
        return cls(probabilities, answers, unpack(rows["added"]), held)

    @property
    def products(self) -> pl.DataFrame:
        """What `product_table` makes of them; the ratios without anything below are null."""
        table = product_table(self.probabilities, self.answers, self.added, self.held)
        below = {"precision": "answered", "recall": "additions"}
        return table.with_columns(
            pl.when(pl.col(whole) > 0).then(pl.col(ratio)).alias(ratio)
            for ratio, whole in below.items()
        )

    def realised(self, version: str | None) -> Realised:
        """Everything that is not by product."""
        ranked = np.where(self.held == 1, np.float32(-1), self.probabilities)
        metrics = ranking_metrics(ranked, self.added) | answer_metrics(self.answers, self.added)
        metrics |= calibration_metrics(self.probabilities, self.added, self.held)
        buyers = self.added.max(axis=1)
        interval = None
        if buyers.any():
            found = map_interval(average_precision_at(ranked, self.added), buyers).normalised
            interval = found.low, found.high
        return Realised(
            version=version,
            clients=len(buyers),
            buyers=int(buyers.sum()),
            metrics={name: value for name, value in metrics.items() if not math.isnan(value)},
            map_at_7_normalised_95=interval,
        )
