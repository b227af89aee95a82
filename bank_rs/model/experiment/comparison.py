"""Candidates beside each other: quality, cost, and how certain the difference is."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Final

import polars as pl

from bank_rs.model.evaluate import Interval, paired_bootstrap
from bank_rs.model.experiment.outcome import Outcome

QUALITY: Final = (
    "map_at_7",
    "map_at_7_normalised",
    "hit_rate_at_1",
    "f1_micro",
    "roc_auc_micro",
    "log_loss",
)
"""Metrics shown of each candidate."""


def comparison_table(
    outcomes: Sequence[Outcome],
    limit: Mapping[str, float] | None,
    differences: Mapping[str, Interval],
) -> pl.DataFrame:
    """A row per candidate, the best MAP@7 first.

    Parameters
    ----------
    outcomes
        Of one origin.
    limit
        `ranking_metrics` of the true probabilities; None where they are not known.
    differences
        What `differences_to` returns.

    Returns
    -------
    pl.DataFrame
        ``candidate`` (its title), ``QUALITY``, ``map_at_7_of_limit`` where there is a limit, the
        attributes of `Cost`, and ``difference``: the interval as a text, empty for the shipped
        model.
    """
    rows = [_row(outcome, limit, differences.get(outcome.title)) for outcome in outcomes]
    return pl.DataFrame(rows, infer_schema_length=None).sort("map_at_7", descending=True)


def differences_to(shipped: Outcome, others: Sequence[Outcome]) -> dict[str, Interval]:
    """How much higher the normalised MAP@7 of others is, with its interval of 95 %.

    Parameters
    ----------
    shipped
        The model that the others are compared with.
    others
        Of the same origin; the shipped one among them is passed over.

    Returns
    -------
    dict
        By title; empty where nobody added anything.
    """
    compared = [other for other in others if other.name != shipped.name]
    if not shipped.buyers.any():
        return {}
    return {
        other.title: paired_bootstrap(other.precision, shipped.precision, shipped.buyers).normalised
        for other in compared
    }


def interval_text(interval: Interval | None) -> str:
    """An interval in a few signs; empty where there is none."""
    if interval is None:
        return ""
    return f"{interval.estimate:+.4f} ({interval.low:+.4f} to {interval.high:+.4f})"


def _row(
    outcome: Outcome, limit: Mapping[str, float] | None, difference: Interval | None
) -> dict[str, object]:
    row: dict[str, object] = {"candidate": outcome.title}
    row |= {name: outcome.metrics[name] for name in QUALITY}
    if limit is not None and limit["map_at_7"]:
        row["map_at_7_of_limit"] = outcome.metrics["map_at_7"] / limit["map_at_7"]
    return row | asdict(outcome.cost) | {"difference": interval_text(difference)}
