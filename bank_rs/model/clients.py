"""Clients chosen by chance, where all would be too many for the memory of one machine."""

from typing import Final

import polars as pl

from bank_rs.model.chances import chances

CLIENTS: Final = 1_000_000
"""Clients that a model is set, judged and asked on at most, about."""

_SEED: Final = 2
"""Another than those of `Sample.draw`, whose chances are of client and month."""


def share_of(clients: int, most: int | None) -> float:
    """Share of so many clients that is to be chosen; 1 where all are few enough or wanted."""
    return 1.0 if most is None or clients <= most else most / clients


def chosen(rows: pl.DataFrame, share: float) -> pl.DataFrame:
    """Records of a share of the clients.

    Whether a client is chosen depends on the client's number alone: it is the same in every month,
    on every engine, and whatever else the rows hold.
    """
    if share >= 1:
        return rows
    return rows.filter(pl.Series(chances(rows["id"].to_numpy(), _SEED) < share))
