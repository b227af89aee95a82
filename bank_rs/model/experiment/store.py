"""A joined panel on disk, month by month, so that no process holds more than it needs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Self

import numpy as np
import polars as pl
from numpy.typing import NDArray

from bank_rs.data.ownership import unpack
from bank_rs.data.panel import followed_months, scan_panel
from bank_rs.model.experiment.joined import joined_parts
from bank_rs.model.experiment.origin import Origin
from bank_rs.model.sample import Sample

_WEIGHT = "weight"


@dataclass(frozen=True, slots=True)
class Month:
    """All records of one month whose clients have a record in the next.

    Attributes
    ----------
    rows
        As `with_history` returns them.
    added, held : ndarray of shape (n, 24), int8
        What is added by the next month, and what is held in this one.
    """

    rows: pl.DataFrame
    added: NDArray[np.int8]
    held: NDArray[np.int8]

    @classmethod
    def of(cls, rows: pl.DataFrame) -> Self:
        """Unpack the masks of rows."""
        return cls(rows, unpack(rows["added"]), unpack(rows["owned"]))


@dataclass(frozen=True, slots=True)
class Store:
    """Months of a panel in a folder.

    Attributes
    ----------
    folder
        Holds Parquet files of the sample of each month, and of all rows of the months that are set
        or judged on.
    months
        Snapshot dates with a next month, rising.
    """

    folder: Path
    months: tuple[date, ...]

    @classmethod
    def write(
        cls, panel: Path, folder: Path, others: float, origins: int, newest: int | None = None
    ) -> Self:
        """Join a panel and write it down.

        Parameters
        ----------
        panel
            Typed panel.
        folder
            To write to; it must exist.
        others
            Part of the clients who add nothing that is learnt from, see `Sample.draw`.
        origins
            How many origins will be judged at most.
        newest
            How many months to keep, the newest with a next one; all when not given. Earlier ones
            are history all the same.

        Raises
        ------
        PanelError
            If the panel cannot be read or has too few months.
        """
        months = followed_months(scan_panel(panel))
        store = cls(folder, tuple(months[-newest:] if newest else months))
        whole = store.whole_months(origins)
        for part, rows in enumerate(joined_parts(panel)):
            for day in store.months:
                month = rows.filter(pl.col("fetch_date") == day, pl.col("added").is_not_null())
                store.keep_sample(day, Sample.draw(month, others), part)
                if day in whole:
                    store.keep_month(day, month, part)
        return store

    def origins(self, count: int = 1) -> tuple[Origin, ...]:
        """As `Origin.last`."""
        return Origin.last(self.months, count)

    def whole_months(self, origins: int) -> set[date]:
        """Snapshot dates that the last origins set or judge on."""
        return {
            day for origin in self.origins(origins) for day in (origin.validation, origin.judged)
        }

    def keep_sample(self, day: date, sample: Sample, part: int = 0) -> None:
        """Write what is learnt from a month, or from a part of its clients."""
        weighted = sample.rows.with_columns(pl.Series(_WEIGHT, sample.weight))
        weighted.write_parquet(self.folder / f"sample-{day}-{part}.parquet")

    def keep_month(self, day: date, rows: pl.DataFrame, part: int = 0) -> None:
        """Write all rows of a month, or of a part of its clients."""
        rows.write_parquet(self.folder / f"month-{day}-{part}.parquet")

    def sample(self, days: Iterable[date]) -> Sample:
        """What is learnt from some months, in the order given."""
        files = [file for day in days for file in self._files(f"sample-{day}")]
        rows = pl.read_parquet(files)
        weight = rows[_WEIGHT].to_numpy()
        return Sample(rows.drop(_WEIGHT), unpack(rows["added"]), weight)

    def before(self, day: date) -> tuple[date, ...]:
        """The months before a day."""
        return tuple(month for month in self.months if month < day)

    def month(self, day: date) -> Month:
        """All rows of a month that is set or judged on."""
        return Month.of(pl.read_parquet(self._files(f"month-{day}")))

    def _files(self, name: str) -> list[Path]:
        return sorted(self.folder.glob(f"{name}-*.parquet"))
