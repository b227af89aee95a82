"""Who holds what."""

from typing import Final

import numpy as np
import polars as pl
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure

from bank_rs.catalog import PRODUCTS
from bank_rs.data.ownership import unpack
from bank_rs.exploration.heat_map import plot_map
from bank_rs.exploration.style import BLUE, in_plain_numbers, new_figure, plain

SEGMENT: Final = pl.col("client_segment").fill_null("not known")
_NAMES: Final = [product.en for product in PRODUCTS]


def ownership_table(records: pl.DataFrame) -> pl.DataFrame:
    """Share of clients who hold each product, over all and by segment, the commonest first.

    Parameters
    ----------
    records
        Records of one month.
    """
    shares = {"product": _NAMES, "all": unpack(records["owned"]).mean(axis=0)}
    for (segment,), group in records.sort(SEGMENT).group_by(SEGMENT, maintain_order=True):
        shares[str(segment)] = unpack(group["owned"]).mean(axis=0)
    return pl.DataFrame(shares).sort("all", "product", descending=[True, False])


def plot_ownership(ownership: pl.DataFrame, source: str) -> Figure:
    """Map of `ownership_table`, in percent."""
    percent = ownership.with_columns(pl.col(ownership.columns[1:]) * 100)
    unit = "% of the segment's clients, logarithmic scale"
    norm = LogNorm(0.1, 100, clip=True)
    return plot_map(percent, "Holders of each product, by segment", source, unit, norm=norm)


def count_table(masks: pl.Series) -> pl.DataFrame:
    """How many products the masks hold.

    Returns
    -------
    pl.DataFrame
        ``products``, ``count`` of masks with so many, and its ``share``, products rising.
    """
    counts = masks.bitwise_count_ones().alias("products").value_counts().sort("products")
    return counts.with_columns(share=pl.col("count") / masks.len())


def plot_counts(held: pl.DataFrame, added: pl.DataFrame, source: str) -> Figure:
    """Two of `count_table` side by side, on logarithmic scales."""
    figure = new_figure("Products held, and products added in one month", source, (9, 3.6))
    titles = ("held by a client", "added by a client in one month")
    for axes, heading, table in zip(figure.subplots(1, 2), titles, (held, added), strict=True):
        bars = plain(axes).bar(table["products"], 100 * table["share"], color=BLUE)
        axes.bar_label(bars, _labels(100 * table["share"]), fontsize="small")
        axes.set_title(heading, fontsize="medium", loc="left")
        axes.set(xlabel="products", ylabel="% of records, logarithmic scale", yscale="log")
        axes.set_xticks(np.arange(0, max(table["products"]) + 1, 1 if table.height < 10 else 2))
        axes.margins(y=0.15)
        in_plain_numbers(axes.yaxis)
    return figure


def _labels(percents: pl.Series) -> list[str]:
    # below a tenth the numbers are wider than their bars
    return [f"{percent:.2g}" if percent >= 0.1 else "" for percent in percents]
