"""What is known about a stored model: its data, its quality, the libraries it needs."""

import platform
from datetime import UTC, date, datetime
from importlib.metadata import version

from pydantic import BaseModel, ConfigDict, Field

LIBRARIES = ("bank-rs", "lightgbm", "numpy", "pandas", "polars", "scikit-learn", "skops")


class DataCard(BaseModel):
    """The data a model learnt from.

    ``sha256`` is that of the Parquet panel, as ``sha256sum`` prints it.
    """

    model_config = ConfigDict(frozen=True)

    description: str
    sha256: str
    rows: int
    clients: int
    first_month: date
    last_month: date


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
