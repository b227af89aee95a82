"""What the notebooks share: the bank they explore, and the package's tables and plots of it."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl
from IPython import get_ipython
from IPython.display import Markdown, display
from matplotlib.figure import Figure
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from bank_rs.data.panel import read_panel
from bank_rs.data.raw import read_raw
from bank_rs.data.simulation import simulate
from bank_rs.exploration.additions import (
    addition_table,
    plot_additions,
    plot_rates,
    rate_reading,
    rate_table,
)
from bank_rs.exploration.ages import plot_ages
from bank_rs.exploration.baselines import contenders
from bank_rs.exploration.baskets import basket_table
from bank_rs.exploration.calibration import (
    calibration_reading,
    plot_calibration,
    plot_expected,
)
from bank_rs.exploration.cardinality import cardinality_table
from bank_rs.exploration.client import (
    client_to_show,
    held_table,
    recommendation_reading,
    recommendation_table,
)
from bank_rs.exploration.coding import LEFT_OUT, coded_additions, coded_columns, coded_profile
from bank_rs.exploration.contender import contender_reading, contender_table
from bank_rs.exploration.contest import plot_hit_rates, plot_map_bars, plot_roc
from bank_rs.exploration.dependence import phik_table, significance_table
from bank_rs.exploration.dependence_map import plot_phik, plot_significance
from bank_rs.exploration.encoded import encoded_frame, family_table
from bank_rs.exploration.importance import importance_reading, importance_table, plot_importance
from bank_rs.exploration.metric_choice import metric_reading, metric_table
from bank_rs.exploration.metric_meaning import meaning_table, worked_examples
from bank_rs.exploration.missing import missing_table, plot_missing
from bank_rs.exploration.months import month_table, plot_months
from bank_rs.exploration.overview import column_table, overview_table
from bank_rs.exploration.ownership import (
    count_table,
    ownership_table,
    plot_counts,
    plot_ownership,
)
from bank_rs.exploration.picture import png_of
from bank_rs.exploration.preprocessing import Checks
from bank_rs.exploration.reading import readings
from bank_rs.exploration.returns import plot_returns, return_reading, return_table
from bank_rs.exploration.sampling import one_record_each, some_clients
from bank_rs.exploration.split import plot_split, split_table
from bank_rs.exploration.strongest import pair_reading, strongest_table
from bank_rs.exploration.variable import variable_tables
from bank_rs.exploration.variable_figure import plot_variables

__all__ = [
    "LEFT_OUT",
    "Bank",
    "Checks",
    "NotebookSettings",
    "addition_table",
    "basket_table",
    "calibration_reading",
    "cardinality_table",
    "client_to_show",
    "coded_additions",
    "coded_columns",
    "coded_profile",
    "column_table",
    "contender_reading",
    "contender_table",
    "contenders",
    "count_table",
    "encoded_frame",
    "family_table",
    "held_table",
    "importance_reading",
    "importance_table",
    "load_bank",
    "meaning_table",
    "metric_reading",
    "metric_table",
    "missing_table",
    "month_table",
    "one_record_each",
    "overview_table",
    "ownership_table",
    "pair_reading",
    "phik_table",
    "plot_additions",
    "plot_ages",
    "plot_calibration",
    "plot_counts",
    "plot_expected",
    "plot_hit_rates",
    "plot_importance",
    "plot_map_bars",
    "plot_missing",
    "plot_months",
    "plot_ownership",
    "plot_phik",
    "plot_rates",
    "plot_returns",
    "plot_roc",
    "plot_significance",
    "plot_split",
    "plot_variables",
    "rate_reading",
    "rate_table",
    "readings",
    "recommendation_reading",
    "recommendation_table",
    "return_reading",
    "return_table",
    "set_up_display",
    "show_step",
    "significance_table",
    "some_clients",
    "split_table",
    "strongest_table",
    "variable_tables",
    "worked_examples",
]


class NotebookSettings(BaseSettings):
    """What the notebooks read from the environment or from ``.env``."""

    model_config = SettingsConfigDict(env_prefix="BANK_RS_", env_file=".env", extra="ignore")

    data: Path | None = Field(None, description="raw CSV, zip or Parquet panel")
    simulated_clients: int = Field(20_000, ge=1, description="clients, when there is no file")


@dataclass(frozen=True, slots=True)
class Bank:
    """A panel, and in words where it comes from."""

    panel: pl.DataFrame
    source: str

    @property
    def last_month(self) -> pl.DataFrame:
        """Records of the newest snapshot."""
        return self.panel.filter(pl.col("fetch_date") == pl.col("fetch_date").max())


def load_bank() -> Bank:
    """The file that ``BANK_RS_DATA`` names, else a bank simulated on the spot.

    Raises
    ------
    RawFileError, PanelError
        If the file is named and cannot be read.
    """
    settings = NotebookSettings()
    if settings.data is None:
        clients = settings.simulated_clients
        return Bank(simulate(clients), f"simulated bank, {clients:,} clients")
    read = read_panel if settings.data.suffix == ".parquet" else read_raw
    return Bank(read(settings.data), settings.data.name)


def set_up_display() -> None:
    """Show tables whole, with three decimals, and figures as small pictures."""
    pl.Config(
        tbl_rows=48,
        tbl_cols=-1,
        fmt_str_lengths=200,
        tbl_hide_column_data_types=True,
        tbl_hide_dataframe_shape=True,
        float_precision=3,
        thousands_separator=True,
    )
    shell = get_ipython()
    if shell is not None:
        shell.display_formatter.formatters["image/png"].for_type(Figure, png_of)


def show_step(step: str) -> None:
    """Write a line of progress below the cell."""
    display(Markdown(f"- {step}"))  # type: ignore[no-untyped-call]
