"""One profile column: how common its values are, and how often their clients add something."""

from collections.abc import Iterable
from typing import Final

import polars as pl

from bank_rs.exploration.grouping import group

FEWEST_CLIENTS: Final = 30
"""Rates of groups with fewer clients are not shown: their intervals say nothing."""


def variable_table(rows: pl.DataFrame, column: str) -> pl.DataFrame:
    """Groups of a column's values.

    The interval of a rate takes a client's records as one observation, since they repeat each
    other: a 95 % interval of the ratio of two sums over clients (Cochran, "Sampling Techniques",
    1977, section 6.3).

    Parameters
    ----------
    rows
        What `transitions` returns.
    column
        A profile column, or ``products_held``.

    Returns
    -------
    pl.DataFrame
        ``value``, ``share`` of records, ``clients``, ``rate`` (share of records followed by an
        addition) and its bounds ``low`` and ``high``, the last three null where fewer than 30
        clients stand behind them. Rows in the groups' order; empty groups are left out.
    """
    grouping = group(_column(rows, column))
    by_client = (
        pl.DataFrame([rows["id"], grouping.rank, (rows["added"] != 0).alias("adds")])
        .group_by("rank", "id")
        .agg(records=pl.len(), adds=pl.col("adds").sum())
    )
    rate = pl.col("adds").sum() / pl.col("records").sum()
    residual = pl.col("adds") - pl.col("records") * rate
    deviation = (residual**2).sum().sqrt() / pl.col("records").sum()
    enough = pl.len() >= FEWEST_CLIENTS
    return (
        by_client.group_by("rank")
        .agg(
            share=pl.col("records").sum() / rows.height,
            clients=pl.len(),
            rate=pl.when(enough).then(rate),
            low=pl.when(enough).then((rate - 1.96 * deviation).clip(0)),
            high=pl.when(enough).then(rate + 1.96 * deviation),
        )
        .sort("rank")
        .select(
            pl.col("rank").map_elements(grouping.labels.__getitem__, pl.String).alias("value"),
            pl.exclude("rank"),
        )
    )


def _column(rows: pl.DataFrame, column: str) -> pl.Series:
    if column == "products_held":
        return rows["owned"].bitwise_count_ones().alias(column)
    return rows[column]


def variable_tables(rows: pl.DataFrame, columns: Iterable[str]) -> dict[str, pl.DataFrame]:
    """`variable_table` of each column, by its name."""
    return {column: variable_table(rows, column) for column in columns}
