"""What is added, by product and month."""

from typing import Final

import numpy as np
import polars as pl
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure
from numpy.typing import NDArray

from bank_rs.catalog import PRODUCTS
from bank_rs.data.ownership import unpack
from bank_rs.exploration.heat_map import plot_map
from bank_rs.exploration.style import BLUE, in_plain_numbers, new_figure, plain

_NAMES: Final = [product.en for product in PRODUCTS]


def addition_table(rows: pl.DataFrame) -> pl.DataFrame:
    """Additions by product and by the month in which the product is first seen held.

    Parameters
    ----------
    rows
        What `transitions` returns.

    Returns
    -------
    pl.DataFrame
        ``product`` in the order of ``PRODUCTS``, then a count for each month such as ``2016-02``.
    """
    columns = {
        f"{month:%Y-%m}": unpack(group["added"]).sum(axis=0, dtype=np.int64)
        for (month,), group in rows.select("added", month=pl.col("fetch_date").dt.offset_by("1mo"))
        .sort("month")
        .group_by("month", maintain_order=True)
    }
    return pl.DataFrame({"product": _NAMES} | columns)


def rate_table(rows: pl.DataFrame) -> pl.DataFrame:
    """How often each product is added by those who do not hold it.

    Returns
    -------
    pl.DataFrame
        ``product``, ``held`` (share of records), ``eligible`` (records without it), ``additions``
        ``rate`` (additions by eligible record) and ``one_in``, its inverse,
        null without additions; the most often added first.
    """
    held = unpack(rows["owned"]).sum(axis=0, dtype=np.int64)
    additions = unpack(rows["added"]).sum(axis=0, dtype=np.int64)
    eligible = rows.height - held
    return pl.DataFrame(
        {
            "product": _NAMES,
            "held": held / rows.height,
            "eligible": eligible,
            "additions": additions,
            "rate": additions / np.maximum(eligible, 1),
            "one_in": _one_in(eligible, additions),
        }
    ).sort("rate", "product", descending=[True, False])


def _one_in(eligible: NDArray[np.int64], additions: NDArray[np.int64]) -> pl.Series:
    inverse = np.round(eligible / np.maximum(additions, 1)).astype(np.int64)
    return pl.Series(inverse).set(pl.Series(additions == 0), None)


def rate_reading(rows: pl.DataFrame, rates: pl.DataFrame) -> str:
    """Say in a sentence how rare additions are.

    Parameters
    ----------
    rows
        What `transitions` returns.
    rates
        `rate_table` of them.

    Returns
    -------
    str
        Markdown.
    """
    first = rates.row(0, named=True)
    rare = rates.filter(pl.col("rate") < 1e-4).height
    return (
        f"{(rows['added'] == 0).sum() / rows.height:.2%} of {rows.height:,} rows are followed by "
        f"no addition. The likeliest one, {first['product']}, comes to {first['rate']:.2%} of the "
        f"records without it; {rare} of {rates.height} products come to fewer than one in 10,000."
    )


def plot_rates(rates: pl.DataFrame, source: str) -> Figure:
    """Bars of `rate_table` on a logarithmic scale; products never added have none."""
    figure = new_figure("Additions by the next month, among clients without it", source, (9, 5.5))
    axes = plain(figure.add_subplot(), "x")
    axes.barh(rates["product"], 100 * rates["rate"], color=BLUE)
    axes.invert_yaxis()
    axes.set(xscale="log", xlabel="% of records without the product, logarithmic scale")
    axes.set_ylabel("product")
    in_plain_numbers(axes.xaxis)
    return figure


def plot_additions(additions: pl.DataFrame, source: str) -> Figure:
    """Map of `addition_table`."""
    most = additions.drop("product").max().max_horizontal()[0] or 1
    title = "Additions by product and month in which they are first seen"
    norm = LogNorm(1, max(most, 2), clip=True)
    unit = "additions, logarithmic scale"
    return plot_map(additions, title, source, unit, "{:,.0f}", norm=norm)
