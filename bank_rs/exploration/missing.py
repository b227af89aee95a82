"""Where values are missing."""

import polars as pl
from matplotlib.colors import Normalize
from matplotlib.figure import Figure

from bank_rs.data.fields import PROFILE
from bank_rs.exploration.heat_map import plot_map


def missing_table(panel: pl.DataFrame) -> pl.DataFrame:
    """Share of records without a value, by column and month.

    Returns
    -------
    pl.DataFrame
        ``column``, then a column for each month such as ``2015-01``; profile columns that are
        always there are left out, the emptiest first.
    """
    names = [field.name for field in PROFILE if panel[field.name].null_count()]
    monthly = (
        panel.group_by("fetch_date").agg(pl.col(names).null_count() / pl.len()).sort("fetch_date")
    )
    months = [f"{month:%Y-%m}" for month in monthly["fetch_date"]]
    shares = monthly.select(names).transpose(
        include_header=True, header_name="column", column_names=months
    )
    emptiest = pl.mean_horizontal(months)
    return shares.sort(emptiest, "column", descending=[True, False])


def plot_missing(table: pl.DataFrame, source: str) -> Figure:
    """Map of `missing_table`, in percent."""
    percent = table.with_columns(pl.col(table.columns[1:]) * 100)
    title = "Records without a value, by column and month"
    norm = Normalize(0, 100)
    return plot_map(percent, title, source, "% of the month's records", "{:.1f}", norm=norm)
