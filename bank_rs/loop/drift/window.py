"""The rows of the prediction log that stand for a stretch of time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl
from polars.exceptions import PolarsError

from bank_rs.model.features.inputs import CATEGORIES
from bank_rs.model.reference import Served
from bank_rs.model.reference.fields import READ
from bank_rs.predictions.columns import PROBABILITIES
from bank_rs.predictions.reading import prediction_files

WINDOWS: Final = {"day": timedelta(days=1), "week": timedelta(days=7)}
"""By their names in metrics."""

MOST_ROWS: Final = 50_000
MOST_FILES: Final = 50

_FACTS: Final = ("time", "version", "sha256", "client", "unseen", "offered")
_BITS: Final = np.arange(len(PROBABILITIES))


@dataclass(frozen=True, slots=True)
class Window:
    """What one model answered in a stretch of time, as far as it is read.

    Attributes
    ----------
    version, sha256
        The model that answered most.
    rows
        Columns of ``_FACTS``, ``PROBABILITIES`` and ``READ``; each client once, as last asked.
    """

    version: str
    sha256: str
    rows: pl.DataFrame

    @classmethod
    def draw(cls, folder: Path, since: datetime, until: datetime) -> "Window | None":
        """Read at most 50,000 rows, from files spread evenly over the time.

        Parameters
        ----------
        folder
            Of the prediction log.
        since, until
            From this time on, and before this time.

        Returns
        -------
        Window or None
            None where nothing was answered.
        """
        files = _spread(prediction_files(folder, since, until))
        most = -(-MOST_ROWS // max(len(files), 1))
        parts = list(_parts(files, since, until, most))
        rows = pl.concat(parts, how="diagonal") if parts else pl.DataFrame()
        if not rows.height:
            return None
        models = rows.group_by("sha256").agg(pl.len(), pl.col("version").last())
        sha256, _, version = models.sort("len", "sha256").row(-1)
        own = rows.filter(pl.col("sha256") == sha256).sort("time")
        return cls(version, sha256, own.unique("client", keep="last", maintain_order=True))

    def served(self) -> Served:
        """The rows as a comparison takes them."""
        unseen, offered = (self.rows[name].to_numpy()[:, None] for name in ("unseen", "offered"))
        return Served(
            {name: self.rows[name].fill_null(float("nan")).to_numpy() for name in READ},
            (unseen >> _BITS[: len(CATEGORIES)] & 1).astype(bool),
            self.rows.select(PROBABILITIES).to_numpy(),
            (offered >> _BITS & 1).astype(bool),
        )


def _spread(files: list[Path]) -> list[Path]:
    if len(files) <= MOST_FILES:
        return files
    return [files[place] for place in np.linspace(0, len(files) - 1, MOST_FILES).astype(int)]


def _parts(
    files: list[Path], since: datetime, until: datetime, most: int
) -> Iterator[pl.DataFrame]:
    time = pl.col("time")
    for file in files:
        scanned = pl.scan_parquet(file, glob=False, hive_partitioning=False)
        try:
            found = scanned.filter(time >= since, time < until).select(
                *_FACTS, *PROBABILITIES, *READ
            )
            rows = found.collect()
        except (OSError, PolarsError):  # deleted in between, or of a model with other features
            continue
        yield rows.gather_every(-(-rows.height // most) or 1)
