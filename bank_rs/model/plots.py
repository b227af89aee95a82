"""Figures that are stored with a training run."""

import numpy as np
import polars as pl
from matplotlib.figure import Figure

HIT_RATES = ("hit_rate_at_1", "hit_rate_at_3", "hit_rate_at_5", "hit_rate_at_7")


def hit_rates(model: dict[str, float], popularity: dict[str, float]) -> Figure:
    """Bars of hit rates among buyers, the model beside popularity.

    Parameters
    ----------
    model, popularity
        What `ranking_metrics` returns for each.
    """
    figure = Figure(figsize=(7, 4), layout="constrained")
    axes = figure.add_subplot()
    places = np.arange(len(HIT_RATES))
    for offset, label, metrics in ((-0.2, "model", model), (0.2, "popularity", popularity)):
        bars = axes.bar(places + offset, [metrics[k] for k in HIT_RATES], 0.4, label=label)
        axes.bar_label(bars, fmt="%.2f")
    axes.set_xticks(places, [name.removeprefix("hit_rate_at_") for name in HIT_RATES])
    axes.set(xlabel="length of the list", ylabel="share of buyers with a hit", ylim=(0, 1.1))
    axes.legend()
    return figure


def expected_and_actual(products: pl.DataFrame) -> Figure:
    """Expected against actual additions, a point per product, both on log scales.

    Parameters
    ----------
    products
        What `product_table` returns.
    """
    shown = products.filter(pl.col("additions") > 0)
    figure = Figure(figsize=(6, 6), layout="constrained")
    axes = figure.add_subplot()
    axes.scatter(shown["additions"], shown["expected"])
    for code, actual, expected in shown.select("product", "additions", "expected").iter_rows():
        axes.annotate(code, (actual, expected), xytext=(4, 4), textcoords="offset points")
    axes.axline((1, 1), (10, 10), color="grey", linestyle="--")
    axes.set(xscale="log", yscale="log", xlabel="actual additions", ylabel="expected additions")
    return figure
