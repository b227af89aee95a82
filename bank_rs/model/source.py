"""Where a model's rows come from."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Protocol

import polars as pl

from bank_rs.model.card import DataCard
from bank_rs.model.draw import Draw


class Source(Protocol):
    """A typed panel that is joined on one machine or on many; what is drawn of it arrives here.

    All methods raise `PanelError` where the panel cannot be read or breaks its contract.
    """

    @property
    def share(self) -> float:
        """Of the clients that a model is set, judged and asked on, see `chosen`."""

    def months(self) -> Sequence[date]:
        """Snapshot dates with a next month, rising."""

    def card(self, description: str) -> DataCard:
        """What the panel holds."""

    def drawn(self, draw: Draw) -> Iterator[pl.DataFrame]:
        """What a draw keeps of the joined panel, some clients at a time."""

    def newest(self) -> Iterator[pl.DataFrame]:
        """The chosen clients' newest records with the months before, some clients at a time.

        Those that come together are a part of the clients drawn by chance.
        """
