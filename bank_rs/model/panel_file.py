"""A panel to learn from, in a file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from bank_rs.data.panel import followed_months, scan_panel
from bank_rs.model.card import DataCard, data_card
from bank_rs.model.clients import share_of
from bank_rs.model.draw import Draw
from bank_rs.model.experiment.joined import joined_parts
from bank_rs.model.reference.building import newest_rows


@dataclass(frozen=True, slots=True)
class PanelFile:
    """A typed panel that Polars joins in this process.

    Attributes
    ----------
    path
        The file.
    most
        Clients that a model is set, judged and asked on at most, about; all when not given.
    """

    path: Path
    most: int | None = None

    @property
    def share(self) -> float:
        """See `Source.share`."""
        if self.most is None:
            return 1.0
        clients = scan_panel(self.path).select(pl.col("id").n_unique()).collect().item()
        return share_of(clients, self.most)

    def months(self) -> Sequence[date]:
        """See `Source.months`."""
        return followed_months(scan_panel(self.path))

    def card(self, description: str) -> DataCard:
        """See `data_card`."""
        return data_card(self.path, description)

    def drawn(self, draw: Draw) -> Iterator[pl.DataFrame]:
        """See `Source.drawn`."""
        return map(draw, joined_parts(self.path))

    def newest(self) -> Iterator[pl.DataFrame]:
        """See `newest_rows`."""
        return newest_rows(self.path, self.share)
