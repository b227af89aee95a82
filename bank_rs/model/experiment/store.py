"""What is drawn of a joined panel, on disk by month: no process holds more than it needs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Self

import numpy as np
import polars as pl
from numpy.typing import NDArray

from bank_rs.data.ownership import unpack
from bank_rs.model.draw import Draw
from bank_rs.model.experiment.origin import Origin
from bank_rs.model.sample import WEIGHT, Sample
from bank_rs.model.source import Source


@dataclass(frozen=True, slots=True)
class Month:
    """Records of one month whose clients have a record in the next.

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
        Holds Parquet files of the sample of each month, and of the rows of the months that are set
        or judged on: all, or those of the clients that were chosen.
    months
        Snapshot dates with a next month, rising.
    """

    folder: Path
    months: tuple[date, ...]

    @classmethod
    def write(
        cls, panel: Source, folder: Path, others: float, origins: int, newest: int | None = None
    ) -> Self:
        """Write down what is drawn of a panel.

        Parameters
        ----------
        panel
            To draw from.
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
        months = panel.months()
        store = cls(folder, tuple(months[-newest:] if newest else months))
        draw = Draw(store.months, frozenset(store.whole_months(origins)), others, panel.share)
        for part, rows in enumerate(panel.drawn(draw)):
            for day in store.months:
                of_day = rows.filter(pl.col("fetch_date") == day)
                store.keep_sample(day, Sample.of(of_day.drop_nulls(WEIGHT)), part)
                if day in draw.whole:
                    month = of_day.filter(pl.col(WEIGHT).is_null()).drop(WEIGHT)
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
        sample.weighted.write_parquet(self.folder / f"sample-{day}-{part}.parquet")

    def keep_month(self, day: date, rows: pl.DataFrame, part: int = 0) -> None:
        """Write the rows of a month, or of a part of its clients."""
        rows.write_parquet(self.folder / f"month-{day}-{part}.parquet")

    def sample(self, days: Iterable[date]) -> Sample:
        """What is learnt from some months, in the order given."""
        files = [file for day in days for file in self._files(f"sample-{day}")]
        return Sample.of(pl.read_parquet(files))

    def before(self, day: date) -> tuple[date, ...]:
        """The months before a day."""
        return tuple(month for month in self.months if month < day)

    def month(self, day: date) -> Month:
        """Rows of a month that is set or judged on."""
        return Month.of(pl.read_parquet(self._files(f"month-{day}")))

    def _files(self, name: str) -> list[Path]:
        return sorted(self.folder.glob(f"{name}-*.parquet"))
