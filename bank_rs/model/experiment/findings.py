"""All that an experiment found out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from bank_rs.model.evaluate import Interval
from bank_rs.model.experiment.outcome import Outcome
from bank_rs.model.experiment.store import Store
from bank_rs.model.experiment.tuning import Tuned


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What came of a plan. A part that was not asked for is None or empty.

    Attributes
    ----------
    store
        The months; gone when the experiment has ended.
    outcomes
        Of the candidates at the last origin, in their order.
    shipped, popularity
        Two of them.
    nowcast
        The shipped one with the profile of the next month.
    limit
        `ranking_metrics` of the true probabilities.
    comparison
        What `comparison_table` returns, the nowcast included.
    differences
        What `differences_to` returns.
    backtest, additions, spread
        What `backtest_table`, `additions_table` and `spread` return.
    seed
        What `judge_as_seed` returns, of both protocols.
    tuned
        The searches.
    """

    store: Store
    outcomes: Sequence[Outcome]
    shipped: Outcome
    popularity: Outcome
    comparison: pl.DataFrame
    differences: Mapping[str, Interval]
    nowcast: Outcome | None = None
    limit: Mapping[str, float] | None = None
    backtest: pl.DataFrame | None = None
    additions: pl.DataFrame | None = None
    spread: pl.DataFrame | None = None
    seed: pl.DataFrame | None = None
    tuned: Sequence[Tuned] = field(default=())
