"""Outcomes as points in Graphite, at the date of their month."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time
from typing import Final

import polars as pl

from bank_rs.catalog import PRODUCTS
from bank_rs.loop.outcomes.outcome import Outcome
from bank_rs.loop.outcomes.store import read_outcomes, read_products
from bank_rs.service.metering.outcome_metrics import BY_PRODUCT, REALISED
from bank_rs.service.metering.sender import GraphiteSender
from bank_rs.settings import Settings

_SECONDS: Final = 10.0
"""For the message to Graphite."""


def push_outcomes(settings: Settings) -> int:
    """Push every stored month; a point that Graphite has already is the same point again.

    So whatever a Graphite that was away has missed comes with the next push.

    Parameters
    ----------
    settings
        Where the outcomes and Graphite are. The names have the prefix and no instance: an outcome
        is of the bank.

    Returns
    -------
    int
        How many months.

    Raises
    ------
    OSError
        If Graphite does not take them.
    OutcomeFileError
        If a stored month cannot be read.
    """
    outcomes, folder = read_outcomes(settings.outcomes_dir), settings.outcomes_dir
    lines = [
        f"{settings.metrics_prefix}.{name} {value!r} {_moment(outcome)}\n"
        for outcome in outcomes
        for name, value in values_of(outcome, read_products(folder, outcome.month)).items()
    ]
    host, port = settings.graphite_host, settings.graphite_port
    sender = GraphiteSender(host, port, settings.metrics_prefix, _SECONDS)
    sender.send_message("".join(lines).encode())
    return len(outcomes)


def values_of(outcome: Outcome, products: pl.DataFrame) -> Mapping[str, float]:
    """Values to push, by the names of the catalogue.

    Parameters
    ----------
    outcome, products
        What `judge_month` returns.
    """
    overall = outcome.overall
    return {
        "outcome.judged": overall.clients,
        "outcome.buyers": overall.buyers,
        **_metrics("outcome", overall.metrics),
        **{
            name: value
            for one in outcome.versions
            for name, value in _metrics(
                f"outcome.version.{_part(one.version)}", one.metrics
            ).items()
        },
        **dict(_by_product(products)),
    }


def _metrics(start: str, metrics: Mapping[str, float]) -> dict[str, float]:
    return {f"{start}.{name}": metrics[name] for name in REALISED if name in metrics}


def _by_product(products: pl.DataFrame) -> Iterator[tuple[str, float]]:
    slugs = {product.code: product.slug for product in PRODUCTS}
    for row in products.filter(pl.col("version").is_null()).iter_rows(named=True):
        for name in BY_PRODUCT:
            if row[name] is not None:
                yield f"outcome.{name}.{slugs[row['product']]}", row[name]


def _part(version: str | None) -> str:
    """The version as a part of a name."""
    return re.sub(r"[^A-Za-z0-9_-]", "_", version or "")


def _moment(outcome: Outcome) -> int:
    return int(datetime.combine(outcome.month, time(), UTC).timestamp())
