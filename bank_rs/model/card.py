"""What is known about a stored model: its data, its quality, the libraries it needs."""

import platform
from datetime import UTC, date, datetime
from hashlib import file_digest
from importlib.metadata import version
from math import isfinite
from pathlib import Path
from typing import Self

import narwhals.stable.v2 as nw
import polars as pl
from pydantic import BaseModel, ConfigDict, Field, field_validator

from bank_rs.data.dialect import Lazy

LIBRARIES = ("bank-rs", "lightgbm", "numpy", "pandas", "polars", "scikit-learn", "skops")


class DataCard(BaseModel):
    """The data a model learnt from.

    ``sha256`` is that of the Parquet panel, as ``sha256sum`` prints it; of a panel of several files
    it is that of what ``sha256sum`` prints of them.
    """

    model_config = ConfigDict(frozen=True)

    description: str
    sha256: str
    rows: int
    clients: int
    first_month: date
    last_month: date

    @classmethod
    def of(cls, panel: Lazy, sha256: str, description: str) -> Self:
        """What a panel holds, of which only the columns of keys are read."""
        day, client = nw.col("fetch_date"), nw.col("id")
        facts = panel.select(
            nw.len().alias("rows"),
            client.n_unique().alias("clients"),
            day.min().alias("first_month"),
            day.max().alias("last_month"),
        )
        found = facts.collect("polars").to_native().row(0, named=True)
        return cls(description=description, sha256=sha256, **found)


class ModelCard(BaseModel):
    """Stored with every model, in the ``metadata`` of its ``MLmodel`` file.

    ``metrics`` are those of the last month with a next one, which the judged model had not seen;
    the shipped one learnt from all months afterwards.
    """

    model_config = ConfigDict(frozen=True)

    trained_at: datetime = Field(default_factory=lambda: datetime.now(UTC).replace(microsecond=0))
    data: DataCard
    parameters: dict[str, int | float]
    metrics: dict[str, float]
    python: str = Field(default_factory=platform.python_version)
    libraries: dict[str, str] = Field(
        default_factory=lambda: {name: version(name) for name in LIBRARIES}
    )

    @field_validator("metrics")
    @classmethod
    def _defined(cls, metrics: dict[str, float]) -> dict[str, float]:
        """Leave out what has no value: NaN is no JSON."""
        return {name: value for name, value in metrics.items() if isfinite(value)}


def data_card(panel: Path, description: str) -> DataCard:
    """What a typed panel holds.

    Parameters
    ----------
    panel
        Parquet file.
    description
        What it is, in words.
    """
    with panel.open("rb") as file:
        sha256 = file_digest(file, "sha256").hexdigest()
    return DataCard.of(nw.from_native(pl.scan_parquet(panel, glob=False)), sha256, description)
