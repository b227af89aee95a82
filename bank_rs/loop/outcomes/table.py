"""Outcomes as tables for the terminal."""

from typing import Final

import polars as pl
from rich.table import Table

from bank_rs.loop.outcomes.outcome import Outcome, Realised
from bank_rs.service.metering.outcome_metrics import REALISED

_RATIOS: Final = ("precision", "recall", "f1", "predicted_over_actual")


def overview(outcome: Outcome) -> Table:
    """The metrics of all answers, and of each version where there are several."""
    shown = [outcome.overall, *(outcome.versions if len(outcome.versions) > 1 else ())]
    named = [_title(one, outcome) for one in shown]
    title = f"answered in {outcome.records:%Y-%m}, judged by {outcome.month:%Y-%m}"
    table = Table("metric", *named, title=title)
    table.add_row("clients", *(f"{one.clients:,}" for one in shown))
    table.add_row("buyers", *(f"{one.buyers:,}" for one in shown))
    for name in REALISED:
        table.add_row(name, *(_cell(one.metrics.get(name), 4) for one in shown))
        if name == "map_at_7_normalised":
            table.add_row("  95 % of resamples", *map(_interval, shown))
    return table


def by_product(products: pl.DataFrame) -> Table:
    """Each product over all answers, those with most additions first."""
    table = Table("product", "additions", "expected", "answered", *_RATIOS, title="by product")
    overall = products.filter(pl.col("version").is_null())
    for row in overall.sort("additions", descending=True, maintain_order=True).to_dicts():
        counts = f"{row['additions']:,}", f"{row['expected']:,.1f}", f"{row['answered']:,}"
        table.add_row(row["product"], *counts, *(_cell(row[name], 3) for name in _RATIOS))
    return table


def _title(realised: Realised, outcome: Outcome) -> str:
    if realised.version is not None:
        return f"version {realised.version}"
    if len(outcome.versions) > 1:
        return "all versions"
    return f"version {outcome.versions[0].version}"


def _interval(realised: Realised) -> str:
    ends = realised.map_at_7_normalised_95
    return "" if ends is None else f"{ends[0]:.4f} to {ends[1]:.4f}"


def _cell(value: float | None, decimals: int) -> str:
    return "" if value is None else f"{value:.{decimals}f}"
