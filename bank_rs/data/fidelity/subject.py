"""The panel that is compared, in the forms the blocks need."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

import polars as pl
from polars.exceptions import PolarsError

from bank_rs.data.contract import PanelError
from bank_rs.data.fidelity.histories import Histories
from bank_rs.data.fidelity.sample import Sample
from bank_rs.data.fields import PANEL_SCHEMA


@dataclass(frozen=True, slots=True)
class Subject:
    """A panel under comparison.

    Attributes
    ----------
    panel
        Columns of ``PANEL_SCHEMA``, read from the file as each block asks for some of them.
    histories
        Its records sorted by client and month.
    sample
        Its size against the real file.
    """

    panel: pl.LazyFrame
    histories: Histories
    sample: Sample

    @classmethod
    def of(cls, panel: pl.LazyFrame) -> Self:
        """Prepare a panel for comparison.

        Raises
        ------
        IncompletePanelError
            If it lacks months, or has two records of one client in one month.
        """
        histories = Histories.read(panel)
        return cls(panel, histories, Sample(histories.starts.size))

    @classmethod
    def read(cls, path: Path) -> Self:
        """Prepare a Parquet file for comparison.

        Raises
        ------
        PanelError
            If the file is missing or is not a typed panel.
        IncompletePanelError
            As `of` does.
        """
        try:
            return cls.of(pl.scan_parquet(path).match_to_schema(PANEL_SCHEMA))
        except (OSError, PolarsError) as error:
            raise PanelError(
                f"{path} is not a typed panel: make one with 'bank-rs ingest RAW.csv --out {path}'."
            ) from error

    @property
    def rows(self) -> int:
        """Records of the panel."""
        return self.histories.month.size

    @property
    def size(self) -> str:
        """Clients and records in words."""
        return f"{self.sample.clients:,} clients and {self.rows:,} rows"
