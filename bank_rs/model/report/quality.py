"""Everything that is measured of one model on one month."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from bank_rs.catalog import CODES
from bank_rs.model.evaluate import (
    Curve,
    MapInterval,
    average_precision_at,
    calibration_metrics,
    classification_metrics,
    map_interval,
    product_table,
    ranking_metrics,
    reliability_table,
    slice_table,
    threshold_curve,
)
from bank_rs.model.evaluate.arrays import Flags, Scores


@dataclass(frozen=True, slots=True)
class Quality:
    """Measurements of a model.

    Attributes
    ----------
    clients
        Clients of the month.
    metrics
        What `ranking_metrics`, `classification_metrics` and `calibration_metrics` return, of the
        pairs of client and product that are not held.
    all_pairs
        What `classification_metrics` returns when held pairs count as not added.
    interval
        MAP@7 between the ends of its bootstrap interval of 95%; None without buyers.
    products
        What `product_table` returns.
    curves
        What `threshold_curve` returns of each product that has one, by its code.
    gains
        The same of all pairs together; None without buyers.
    reliability
        What `reliability_table` returns.
    slices
        What `slice_table` returns, by the name of the grouping.
    """

    clients: int
    metrics: Mapping[str, float]
    all_pairs: Mapping[str, float]
    interval: MapInterval | None
    products: pl.DataFrame
    curves: Mapping[str, Curve]
    gains: Curve | None
    reliability: pl.DataFrame
    slices: Mapping[str, pl.DataFrame]


def measure(
    probabilities: Scores,
    answers: Flags,
    added: Flags,
    held: Flags,
    groups: Mapping[str, pl.Series] | None = None,
) -> Quality:
    """Measure a model on one month.

    Of 925,000 clients this takes 93 MiB beside their arrays, and 12 seconds on a busy core.

    Parameters
    ----------
    probabilities, answers, added, held : ndarray of shape (n, 24)
        0 in all of the first three where the fourth is 1.
    groups
        Groups of the clients by the name of the grouping, see `client_groups`.

    Raises
    ------
    MetricInputError
        If an array is not what it should be.
    """
    buyers = added.any(axis=1)
    precision = average_precision_at(probabilities, added)
    return Quality(
        clients=len(added),
        metrics=ranking_metrics(probabilities, added)
        | classification_metrics(probabilities, answers, added, held)
        | calibration_metrics(probabilities, added, held),
        all_pairs=classification_metrics(probabilities, answers, added),
        interval=map_interval(precision, buyers) if buyers.any() else None,
        products=product_table(probabilities, answers, added, held),
        curves=_curves(probabilities, added, held),
        gains=threshold_curve(probabilities, added, held),
        reliability=reliability_table(probabilities, added, held),
        slices={
            name: slice_table(series, probabilities, added, held)
            for name, series in (groups or {}).items()
        },
    )


def _curves(probabilities: Scores, added: Flags, held: Flags) -> dict[str, Curve]:
    columns = (np.s_[:, index : index + 1] for index in range(len(CODES)))
    curves = (threshold_curve(probabilities[at], added[at], held[at]) for at in columns)
    return {code: curve for code, curve in zip(CODES, curves, strict=True) if curve is not None}
