"""Samples small enough to explore and honest about clients."""

import numpy as np
import polars as pl


def some_clients(panel: pl.DataFrame, clients: int, seed: int = 0) -> pl.DataFrame:
    """All records of some clients, drawn at random.

    Parameters
    ----------
    panel
        Columns of ``PANEL_SCHEMA``.
    clients
        How many; all where the panel has no more.
    """
    ids = panel["id"].unique().sort()
    drawn = ids.sample(min(clients, len(ids)), seed=seed)
    return panel.filter(pl.col("id").is_in(drawn.implode()))


def one_record_each(rows: pl.DataFrame, limit: int, seed: int = 0) -> pl.DataFrame:
    """Draw a record of each client, and clients until there are enough.

    A client's records repeat each other; taken as independent they would make chance look like
    dependence.

    Parameters
    ----------
    rows
        Columns of ``PANEL_SCHEMA``.
    limit
        The most clients to draw.
    """
    generator = np.random.default_rng(seed)
    order = generator.permutation(rows.height)
    _, first = np.unique(rows["id"].to_numpy()[order], return_index=True)
    drawn = generator.permutation(order[first])[:limit]
    return rows[np.sort(drawn)]
