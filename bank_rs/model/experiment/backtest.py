"""The shipped model at earlier origins, beside popularity and the limit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from bank_rs.model.experiment.outcome import Outcome

METRICS: Final = (
    "map_at_7",
    "map_at_7_ceiling",
    "map_at_7_normalised",
    "hit_rate_at_1",
    "f1_micro",
    "roc_auc_micro",
    "log_loss",
    "predicted_over_actual",
)
"""Metrics shown of each origin."""

COMPARED: Final = ("map_at_7_normalised", "hit_rate_at_1")
"""Those shown of popularity and of the limit too."""


@dataclass(frozen=True, slots=True)
class Round:
    """One origin.

    Attributes
    ----------
    model, popularity
        Judged there.
    limit
        `ranking_metrics` of the true probabilities; None where they are not known.
    """

    model: Outcome
    popularity: Outcome
    limit: Mapping[str, float] | None


def backtest_table(rounds: Sequence[Round]) -> pl.DataFrame:
    """A row per origin.

    Returns
    -------
    pl.DataFrame
        ``month`` (first day of the month by which additions were made), ``METRICS`` of the model
        and ``COMPARED`` of popularity and of the limit, whose names end in ``_baseline`` and
        ``_limit``.
    """
    return pl.DataFrame([_row(each) for each in rounds])


def spread(table: pl.DataFrame) -> pl.DataFrame:
    """Mean, standard deviation, least and most over origins of each metric of a backtest.

    Returns
    -------
    pl.DataFrame
        ``metric``, ``mean``, ``deviation`` (null for one origin), ``least`` and ``most``.
    """
    long = table.drop("month").unpivot(variable_name="metric")
    value = pl.col("value")
    return long.group_by("metric", maintain_order=True).agg(
        mean=value.mean(), deviation=value.std(), least=value.min(), most=value.max()
    )


def additions_table(rounds: Sequence[Round]) -> pl.DataFrame:
    """Predicted and actual additions of each product at each origin.

    Returns
    -------
    pl.DataFrame
        ``month``, ``product``, ``expected``, ``additions`` and ``predicted_over_actual`` (null
        without additions).
    """
    return pl.concat(
        each.model.products.select(
            pl.lit(each.model.origin.target).alias("month"),
            "product",
            "expected",
            "additions",
            "predicted_over_actual",
        )
        for each in rounds
    )


def _row(each: Round) -> dict[str, object]:
    row: dict[str, object] = {"month": each.model.origin.target}
    row |= {name: each.model.metrics[name] for name in METRICS}
    row |= {f"{name}_baseline": each.popularity.metrics[name] for name in COMPARED}
    if each.limit is not None:
        row |= {f"{name}_limit": each.limit[name] for name in COMPARED}
    return row
