"""Products that come back: additions by the months since the product was last held."""

from typing import Final

import numpy as np
import polars as pl
from matplotlib.figure import Figure
from numpy.typing import NDArray

from bank_rs.catalog import PRODUCTS
from bank_rs.data.history import HISTORY_MONTHS
from bank_rs.data.ownership import unpack
from bank_rs.exploration.style import CYCLE, GREY, in_plain_numbers, new_figure, plain

FEWEST_PAIRS: Final = 100
"""Rates of fewer pairs of client and product are not shown."""


def return_table(rows: pl.DataFrame) -> pl.DataFrame:
    """Rate of additions by the months since a product was last held.

    Parameters
    ----------
    rows
        What `with_history` returns, rows with ``added``.

    Returns
    -------
    pl.DataFrame
        ``product``, ``months`` since it was held (null: not within the known months, at most 12),
        ``pairs`` (clients and months without the product), ``additions`` and ``rate``.
    """
    since, added = months_since_held(rows), unpack(rows["added"])
    counted = []
    for index, product in enumerate(PRODUCTS):
        absent = since[:, index] > 0
        months, gains = since[absent, index], added[absent, index]
        pairs = np.bincount(months, minlength=HISTORY_MONTHS + 2)
        additions = np.bincount(months, gains, minlength=HISTORY_MONTHS + 2).astype(np.int64)
        counted += [
            (product.en, month if month <= HISTORY_MONTHS else None, pairs[month], additions[month])
            for month in range(1, HISTORY_MONTHS + 2)
        ]
    table = pl.DataFrame(counted, schema=["product", "months", "pairs", "additions"], orient="row")
    enough = pl.col("pairs") >= FEWEST_PAIRS
    return table.with_columns(rate=pl.when(enough).then(pl.col("additions") / pl.col("pairs")))


def months_since_held(rows: pl.DataFrame) -> NDArray[np.int8]:
    """Months back to the last record that held the product.

    Returns
    -------
    ndarray of shape (n, 24), int8
        0 where it is held now, 13 where no record of the 12 months before held it.
    """
    since = np.full((rows.height, len(PRODUCTS)), HISTORY_MONTHS + 1, np.int8)
    for month in range(HISTORY_MONTHS, 0, -1):
        since[unpack(rows[f"owned_{month}"].fill_null(0)) == 1] = month
    since[unpack(rows["owned"]) == 1] = 0
    return since


def return_reading(table: pl.DataFrame) -> str:
    """Say in a sentence what `return_table` shows, over all products.

    Returns
    -------
    str
        Markdown.
    """
    lately = table.filter(pl.col("months") <= 3)
    never = table.filter(pl.col("months").is_null())
    rates = [_total(part, "additions") / max(_total(part, "pairs"), 1) for part in (lately, never)]
    share = _total(lately, "additions") / max(_total(table, "additions"), 1)
    return (
        f"A product held within the last three months is added in {rates[0]:.1%} of cases, one not "
        f"seen in the known months in {rates[1]:.2%}. Returns within three months make up "
        f"{share:.0%} of all additions in the sample."
    )


def _total(table: pl.DataFrame, column: str) -> int:
    return int(table[column].sum())


def plot_returns(table: pl.DataFrame, source: str, top: int = 6) -> Figure:
    """Rates of the products most often added; dotted, the rate where it was not held."""
    order = table.group_by("product").agg(pl.col("additions").sum())
    shown = order.sort(["additions", "product"], descending=[True, False])["product"].head(top)
    figure = new_figure("Additions of a product that was held before", source, (9, 4.5))
    axes = plain(figure.add_subplot(yscale="log"))
    for product, colour in zip(shown, CYCLE, strict=False):
        rates = table.filter(pl.col("product") == product)
        dropped = rates.drop_nulls("months")
        known = 100 * dropped["rate"].cast(pl.Float64).fill_null(np.nan).to_numpy()
        axes.plot(dropped["months"], np.where(known > 0, known, np.nan), "o-", color=colour)
        base = rates.filter(pl.col("months").is_null())["rate"][0]
        axes.plot([], [], "o-", color=colour, label=product)
        if base:
            axes.axhline(100 * base, color=colour, linestyle=":", linewidth=1)
    axes.plot([], [], ":", color=GREY, label="not held in the known months")
    axes.set(xlabel="months since the product was last held", xticks=range(1, HISTORY_MONTHS + 1))
    in_plain_numbers(axes.yaxis)
    axes.set_ylabel("% added by the next month, log scale")
    figure.legend(loc="outside right upper", frameon=False, fontsize="small")
    return figure
