"""The reference of a model and a panel."""

from collections.abc import Iterator
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from bank_rs.data.history import HISTORY, HISTORY_MONTHS
from bank_rs.data.panel import scan_panel, with_history
from bank_rs.model.clients import chosen
from bank_rs.model.features.inputs import CATEGORIES
from bank_rs.model.reference.answers import Answers
from bank_rs.model.reference.fields import READ
from bank_rs.model.reference.reference import Reference
from bank_rs.model.reference.served import Served

if TYPE_CHECKING:
    from bank_rs.model.champion import Champion
    from bank_rs.model.source import Source

ROWS: Final = 1_500_000
"""Rows of the panel that are joined at a time, about."""


def build_reference(champion: "Champion", panel: "Source") -> Reference:
    """What a model answers to the clients of a panel's newest month.

    The model has not learnt from that month, as nobody knows yet what its clients add.

    Parameters
    ----------
    champion
        The model.
    panel
        Of which the last 13 months are read.

    Raises
    ------
    PanelError
        If it cannot be read.
    """
    parts: list[Served] = []
    for rows in panel.newest():
        if not parts:  # those of one part are many, and drawn by chance
            month, alone = rows["fetch_date"][0], served_rows(champion, rows.drop(HISTORY))
        parts.append(served_rows(champion, rows))
    return Reference.of(_joined(parts), Answers.of(alone.probabilities, alone.offered), month)


def newest_rows(panel: Path, share: float = 1.0) -> Iterator[pl.DataFrame]:
    """The newest month's records with the months before them, some clients at a time.

    Parameters
    ----------
    panel
        Typed panel.
    share
        Of the clients, see `chosen`.

    Raises
    ------
    PanelError
        If the panel cannot be read.
    """
    records, day = scan_panel(panel), pl.col("fetch_date")
    newest = records.select(day.max()).collect().item()
    first = pl.lit(newest).dt.month_start().dt.offset_by(f"-{HISTORY_MONTHS}mo")
    near = records.filter(day >= first)
    parts = parts_of(near.select(pl.len()).collect().item(), share)
    for part in range(parts):
        some = near.filter(pl.col("id") % parts == part).collect()
        joined = with_history(chosen(some, share))
        if (rows := joined.filter(day == newest)).height:
            yield rows


def parts_of(rows: int, share: float) -> int:
    """In how many parts a share of the clients of so many records is joined and asked about."""
    return ceil(rows * share / ROWS)


def served_rows(champion: "Champion", rows: pl.DataFrame) -> Served:
    """Ask a model about rows as `with_history` returns them."""
    features = champion.pipeline["features"]
    matrix = features.transform(rows)
    names = features.get_feature_names_out().tolist()
    probabilities = champion.classified(matrix)
    unseen = [
        pl.col(name).is_not_null()
        & ~pl.col(name).cast(pl.String).is_in(list(features.ranks_[name])).fill_null(value=True)
        for name in CATEGORIES
    ]
    return Served(
        {name: matrix[:, names.index(name)].copy() for name in READ},
        rows.select(unseen).to_numpy(),
        probabilities.astype(np.float32),
        champion.answers(probabilities).astype(bool),
    )


def _joined(parts: list[Served]) -> Served:
    return Served(
        {name: np.concatenate([part.features[name] for part in parts]) for name in READ},
        np.concatenate([part.unseen for part in parts]),
        np.concatenate([part.probabilities for part in parts]),
        np.concatenate([part.offered for part in parts]),
    )
