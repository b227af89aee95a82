"""Maps of dependence."""

from typing import Final

import polars as pl
from matplotlib.colors import Normalize
from matplotlib.figure import Figure

from bank_rs.exploration.heat_map import plot_map

_SURE: Final = 5
"""Standard deviations from which dependence is beyond doubt, as physicists have it."""


def plot_phik(table: pl.DataFrame, title: str, source: str, most: float = 1) -> Figure:
    """Map of `phik_table`; colours end at ``most``."""
    unit = "phi_K, 0 independent, 1 decided"
    return plot_map(table, title, source, unit, norm=Normalize(0, most, clip=True))


def plot_significance(table: pl.DataFrame, title: str, source: str) -> Figure:
    """Map of `significance_table`; below 0, less than chance gives, is drawn as 0."""
    unit = "standard deviations from independence"
    clipped = table.with_columns(pl.exclude("feature").clip(0))
    norm = Normalize(0, 2 * _SURE, clip=True)
    return plot_map(clipped, title, source, unit, "{:.0f}", norm=norm)
