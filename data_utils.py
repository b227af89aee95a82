"""What the notebooks share: loading a bank, tables and plots, built on the package."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from bank_rs.catalog import PRODUCTS
from bank_rs.data.fields import PROFILE
from bank_rs.data.ownership import unpack
from bank_rs.data.panel import read_panel, transitions
from bank_rs.data.raw import read_raw
from bank_rs.data.simulation import simulate

SEGMENT = pl.col("client_segment").fill_null("not known")
NAMES = np.array([product.en for product in PRODUCTS])


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


def month_table(panel: pl.DataFrame) -> pl.DataFrame:
    """Per month: clients, products each holds, and of those seen a month before how many bought."""
    bought = (
        transitions(panel)
        .group_by(month=pl.col("fetch_date").dt.offset_by("1mo"))
        .agg(
            buyers=(pl.col("added") != 0).mean(),
            additions=pl.col("added").bitwise_count_ones().sum(),
        )
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


def missing_table(panel: pl.DataFrame) -> pl.DataFrame:
    """Share of records without a value, by profile column, over all months and in the last one."""
    names = [field.name for field in PROFILE]
    last = panel.filter(pl.col("fetch_date") == pl.col("fetch_date").max())
    shares = [frame.select(names).null_count().row(0) for frame in (panel, last)]
    return (
        pl.DataFrame({"column": names, "all_months": shares[0], "last_month": shares[1]})
        .with_columns(pl.col("all_months") / panel.height, pl.col("last_month") / last.height)
        .filter(pl.col("all_months") > 0)
        .sort("all_months", descending=True)
    )


def ownership_table(records: pl.DataFrame) -> pl.DataFrame:
    """Share of clients who hold each product, over all and by segment, the commonest first."""
    shares = {"product": NAMES, "all": unpack(records["owned"]).mean(axis=0)}
    for (segment,), group in records.sort(SEGMENT).group_by(SEGMENT, maintain_order=True):
        shares[str(segment)] = unpack(group["owned"]).mean(axis=0)
    return pl.DataFrame(shares).sort("all", descending=True)


def addition_table(panel: pl.DataFrame) -> pl.DataFrame:
    """Additions by product (rows) and by the month in which the product is first seen held."""
    columns = {
        f"{month:%Y-%m}": unpack(group["added"]).sum(axis=0, dtype=np.int64)
        for (month,), group in transitions(panel)
        .with_columns(month=pl.col("fetch_date").dt.offset_by("1mo"))
        .sort("month")
        .group_by("month", maintain_order=True)
    }
    return pl.DataFrame({"product": NAMES} | columns)


def basket_table(masks: pl.Series, top: int = 10) -> pl.DataFrame:
    """The commonest sets of products among ownership masks that are not empty."""
    counts = masks.alias("mask").replace(0, None).drop_nulls().value_counts()
    commonest = counts.sort(["count", "mask"], descending=[True, False]).head(top)
    sets = [" + ".join(NAMES[row == 1]) for row in unpack(commonest["mask"])]
    return commonest.select(
        pl.Series("products", sets, pl.String),
        clients="count",
        share=pl.col("count") / counts["count"].sum(),
    )


def plot_months(months: pl.DataFrame, source: str) -> Figure:
    """Clients and share of buyers by month, from `month_table`."""
    figure = Figure(figsize=(9, 5), layout="constrained")
    above, below = figure.subplots(2, sharex=True)
    above.plot(months["month"], months["clients"], marker="o")
    above.set(title=f"Clients ({source})", ylim=(0, None))
    below.plot(months["month"], 100 * months["buyers"], marker="o", color="tab:orange")
    below.set(title="Clients who add a product by this month, %", ylim=(0, None))
    return figure


def plot_ages(records: pl.DataFrame, source: str) -> Figure:
    """Histogram of ages, stacked by segment."""
    known = records.drop_nulls("age").with_columns(segment=SEGMENT).sort("segment")
    groups = known.partition_by("segment")
    figure = Figure(figsize=(9, 4), layout="constrained")
    axes = figure.add_subplot()
    ages = [group["age"].to_numpy() for group in groups]
    names = [group["segment"][0] for group in groups]
    axes.hist(ages, bins=list(range(0, 111, 2)), stacked=True, label=names)
    axes.set(title=f"Ages by segment, last month ({source})", xlabel="years", ylabel="clients")
    axes.legend()
    return figure


def plot_shares(ownership: pl.DataFrame, source: str) -> Figure:
    """Map of `ownership_table`, in percent."""
    figure = Figure(figsize=(9, 8), layout="constrained")
    axes = figure.add_subplot(title=f"Holders, % of the segment ({source})")
    _map(axes, 100 * ownership.drop("product").to_numpy(), ownership, "{:.1f}")
    return figure


def plot_additions(additions: pl.DataFrame, source: str) -> Figure:
    """Map of `addition_table`."""
    figure = Figure(figsize=(11, 8), layout="constrained")
    axes = figure.add_subplot(title=f"Additions by month ({source})")
    _map(axes, additions.drop("product").to_numpy().astype(np.float64), additions, "{:.0f}")
    return figure


def _map(axes: Axes, values: NDArray[np.float64], table: pl.DataFrame, form: str) -> None:
    """Numbers on a logarithmic colour scale, rows named by product."""
    axes.imshow(np.log1p(values), aspect="auto", cmap="Blues")
    bright = np.log1p(values) > np.log1p(values).max() / 2
    for (row, column), value in np.ndenumerate(values):
        colour = "white" if bright[row, column] else "black"
        axes.text(column, row, form.format(value), ha="center", va="center", color=colour, size=7)
    axes.set_yticks(range(table.height), table["product"])
    axes.set_xticks(range(table.width - 1), table.columns[1:], rotation=30, ha="right")


def plot_calibration(
    probabilities: NDArray[np.float64], added: NDArray[np.int8], held: NDArray[np.int8], source: str
) -> Figure:
    """Observed rate of additions against the predicted one, among the products not held.

    Each of the ten points stands for a tenth of the additions expected.
    """
    predicted, outcome = probabilities[held == 0], added[held == 0]
    order = np.argsort(predicted)
    mass = np.cumsum(predicted[order])
    tenths = np.minimum(10 * mass / mass[-1], 9).astype(np.int64)
    sums = [np.bincount(tenths, values[order]) for values in (predicted, outcome)]
    figure = Figure(figsize=(6, 6), layout="constrained")
    axes = figure.add_subplot(xscale="log", yscale="log")
    axes.axline((0.001, 0.001), (0.01, 0.01), color="grey", linestyle="--")
    axes.plot(*(sums / np.bincount(tenths)), "o")
    axes.set(xlabel="predicted probability", ylabel="observed rate")
    axes.set_title(f"Calibration on the test month ({source})")
    return figure
