"""Predicted probabilities against what came to pass."""

from collections.abc import Mapping

import polars as pl
from matplotlib.figure import Figure

from bank_rs.catalog import PRODUCTS
from bank_rs.exploration.style import BLUE, GREY, ORANGE, in_plain_numbers, new_figure, plain


def plot_calibration(reliability: pl.DataFrame, source: str) -> Figure:
    """Observed rate of additions against the predicted one, among the products not held.

    Parameters
    ----------
    reliability
        What `reliability_table` returns: each point stands for a tenth of the additions expected.
    source
        As in `new_figure`.
    """
    figure = new_figure("Calibration on the test month", source, (6, 5.6))
    axes = plain(figure.add_subplot(xscale="log", yscale="log"), "both")
    axes.axline((0.001, 0.001), (0.01, 0.01), color=GREY, linestyle="--")
    shown = reliability.filter(pl.col("predicted") > 0, pl.col("observed") > 0)
    axes.plot(shown["predicted"], shown["observed"], "o", color=BLUE)
    axes.set(xlabel="predicted probability of an addition", ylabel="observed rate of additions")
    in_plain_numbers(axes.xaxis)
    in_plain_numbers(axes.yaxis)
    return figure


def calibration_reading(metrics: Mapping[str, float], products: pl.DataFrame) -> str:
    """Say how many additions were expected and how many came.

    Parameters
    ----------
    metrics
        What `calibration_metrics` returns.
    products
        What `product_table` returns.

    Returns
    -------
    str
        Markdown.
    """
    expected, actual = products["expected"].sum(), products["additions"].sum()
    return (
        f"Over all products {expected:,.0f} additions were expected and {actual:,} seen, "
        f"{metrics['predicted_over_actual']:.2f} expected for each one seen. Weighted by pairs, "
        f"predicted and observed rates lie {metrics['ece']:.5f} apart."
    )


def plot_expected(products: pl.DataFrame, source: str) -> Figure:
    """Expected beside actual additions of each product that was added at all.

    Parameters
    ----------
    products
        What `product_table` returns.
    source
        As in `new_figure`.
    """
    names = {product.code: product.en for product in PRODUCTS}
    shown = products.filter(pl.col("additions") > 0).sort("additions", "product")
    places = range(shown.height)
    title = "Additions by product on the test month"
    figure = new_figure(title, source, (9, 1.5 + 0.27 * shown.height))
    axes = plain(figure.add_subplot(xscale="log"), "x")
    axes.hlines(places, shown["additions"], shown["expected"], color=GREY, linewidth=1)
    axes.plot(shown["expected"], places, "o", color=BLUE, label="expected")
    axes.plot(shown["additions"], places, "o", color=ORANGE, label="seen")
    axes.set_yticks(places, [names[code] for code in shown["product"]], fontsize="small")
    axes.set_xlabel("additions (expected: sum of the probabilities), log scale")
    axes.set_ylabel("product")
    axes.legend(loc="lower right", frameon=False)
    in_plain_numbers(axes.xaxis)
    return figure
