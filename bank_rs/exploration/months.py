"""Clients and buyers month by month."""

import polars as pl
from matplotlib.figure import Figure

from bank_rs.exploration.style import BLUE, ORANGE, in_plain_numbers, new_figure, plain


def month_table(panel: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Per month: clients, products each holds, and of those seen a month before how many bought.

    Parameters
    ----------
    panel
        Columns of ``PANEL_SCHEMA``.
    rows
        What `transitions` returns for it.

    Returns
    -------
    pl.DataFrame
        ``month``, ``clients``, ``products_held`` (mean), ``hold_nothing`` (share), ``buyers``
        (share of those seen the month before) and ``additions``, the last two null in a month
        without one before.
    """
    bought = rows.group_by(month=pl.col("fetch_date").dt.offset_by("1mo")).agg(
        buyers=(pl.col("added") != 0).mean(),
        additions=pl.col("added").bitwise_count_ones().sum(),
    )
    return (
        panel.group_by(month="fetch_date")
        .agg(
            clients=pl.len(),
            products_held=pl.col("owned").bitwise_count_ones().mean(),
            hold_nothing=(pl.col("owned") == 0).mean(),
        )
        .join(bought, on="month", how="left")
        .sort("month")
    )


def plot_months(months: pl.DataFrame, source: str) -> Figure:
    """Clients, share of buyers and products held by month, from `month_table`."""
    figure = new_figure("Clients and buyers by month", source, (9, 6.5))
    lines = (
        ("clients", months["clients"], "clients", BLUE),
        ("clients who add a product by this month", 100 * months["buyers"], "% of clients", ORANGE),
        ("products a client holds, mean", months["products_held"], "products", BLUE),
    )
    for axes, (heading, values, unit, colour) in zip(
        figure.subplots(len(lines), sharex=True), lines, strict=True
    ):
        plain(axes).plot(months["month"], values, marker="o", color=colour)
        axes.set_title(heading, fontsize="medium", loc="left")
        axes.margins(y=0.15)
        axes.set(ylabel=unit, ylim=(0, None))
        in_plain_numbers(axes.yaxis)
    axes.set_xlabel("month of the snapshot")
    return figure
