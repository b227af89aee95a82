"""The split by time."""

import polars as pl
from matplotlib.figure import Figure

from bank_rs.data.panel import Split
from bank_rs.exploration.style import BLUE, GREY, ORANGE, new_figure, plain

_COLOURS = {"train": BLUE, "validation": ORANGE, "test": GREY}


def split_table(split: Split) -> pl.DataFrame:
    """What each part of a split holds.

    Returns
    -------
    pl.DataFrame
        ``part``, ``first`` and ``last`` (months of the records), ``rows``, ``clients``, ``buyers``
        (share of rows followed by an addition) and ``additions``.
    """
    return pl.concat(
        rows.select(
            part=pl.lit(part),
            first=pl.col("fetch_date").min().dt.strftime("%Y-%m"),
            last=pl.col("fetch_date").max().dt.strftime("%Y-%m"),
            rows=pl.len(),
            clients=pl.col("id").n_unique(),
            buyers=(pl.col("added") != 0).mean(),
            additions=pl.col("added").bitwise_count_ones().cast(pl.Int64).sum(),
        ).head(1)
        for part, rows in _parts(split)
    )


def plot_split(split: Split, source: str) -> Figure:
    """Rows by month, coloured by the part they belong to."""
    figure = new_figure("Rows to learn from, by month of the record", source, (9, 3.2))
    axes = plain(figure.add_subplot())
    for part, rows in _parts(split):
        counts = rows.group_by("fetch_date").len().sort("fetch_date")
        months = counts["fetch_date"].dt.strftime("%y-%m")
        axes.bar(months, counts["len"], color=_COLOURS[part], label=part)
    axes.set(xlabel="month of the record (additions by the month after)", ylabel="rows")
    axes.legend(ncols=3, loc="upper left", frameon=False)
    axes.margins(y=0.2)
    return figure


def _parts(split: Split) -> list[tuple[str, pl.DataFrame]]:
    return [("train", split.train), ("validation", split.validation), ("test", split.test)]
