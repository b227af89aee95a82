"""Months and models small enough to be judged by hand."""

import numpy as np
import polars as pl

from bank_rs.loop.retraining.bounds import Bounds
from bank_rs.loop.retraining.outcome import Outcome
from bank_rs.loop.retraining.performance import Performance

FEW = Bounds(resamples=200, min_buyers=1)
"""Bounds that judge a product by a single buyer."""


def outcome_of(added, **groups) -> Outcome:
    added = np.asarray(added, np.int8)
    buyers = added.max(axis=1) == 1
    return Outcome(buyers, added[buyers], {name: pl.Series(of) for name, of in groups.items()})


def everybody_buys(clients, products=1, **groups) -> Outcome:
    return outcome_of(np.ones((clients, products)), **groups)


def performance(precision, *, ranks=None, losses=None, expected=1.0) -> Performance:
    precision = np.asarray(precision, float)
    ranks = precision[:, None] if ranks is None else np.asarray(ranks)
    losses = np.zeros(len(precision)) if losses is None else np.asarray(losses, float)
    return Performance(precision, ranks, losses, expected)
