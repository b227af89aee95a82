"""Ages of the clients."""

import polars as pl
from matplotlib.figure import Figure

from bank_rs.exploration.ownership import SEGMENT
from bank_rs.exploration.style import CYCLE, new_figure, plain


def plot_ages(records: pl.DataFrame, source: str) -> Figure:
    """Histogram of known ages, stacked by segment.

    Parameters
    ----------
    records
        Records of one month.
    """
    known = records.drop_nulls("age").with_columns(segment=SEGMENT).sort("segment")
    groups = known.partition_by("segment")
    figure = new_figure("Ages by segment, last month", source)
    axes = plain(figure.add_subplot())
    axes.hist(
        [group["age"].to_numpy() for group in groups],
        bins=list(range(0, 111, 2)),
        stacked=True,
        label=[group["segment"][0] for group in groups],
        color=CYCLE[: len(groups)],
    )
    axes.set(xlabel="age, years", ylabel="clients")
    axes.legend(frameon=False)
    return figure
