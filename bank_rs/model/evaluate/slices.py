"""The main metrics for groups of clients."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

from bank_rs.model.evaluate.arrays import Flags, MetricInputError, Scores, pairs_of
from bank_rs.model.evaluate.precision import average_precision_at
from bank_rs.model.evaluate.ranking import hits_in_rank_order

UNKNOWN: Final = "not known"


def slice_table(
    groups: pl.Series | NDArray[Any] | Sequence[Any],
    probabilities: ArrayLike,
    added: ArrayLike,
    held: ArrayLike | None = None,
) -> pl.DataFrame:
    """One row per group of clients, in the order of the groups' names.

    Parameters
    ----------
    groups : array-like of shape (n,)
        The group of each client; null is a group too.
    probabilities, added : array-like of shape (n, n_products)
    held : array-like of shape (n, n_products), optional
        Pairs with a 1 are left out of the expected additions.

    Returns
    -------
    pl.DataFrame
        ``group``, ``clients``, ``buyers``, ``additions``, ``map_at_7``, ``map_at_7_normalised`` (by
        the share of buyers), ``hit_rate_at_1`` and ``hit_rate_at_5`` among buyers, and
        ``predicted_over_actual`` additions; what has no buyers to divide by is null.

    Raises
    ------
    MetricInputError
        If an array is not what it should be.
    """
    scores, flags, mask = pairs_of(probabilities, added, held)
    names = pl.Series("group", groups, strict=False)
    if len(names) != len(flags):
        raise MetricInputError(
            f"groups must name one group for each of the {len(flags)} clients, not {len(names)}."
        )
    kept = True if mask is None else mask == 0
    clients = _clients(scores, flags).with_columns(
        names.cast(pl.String).fill_null(UNKNOWN),
        expected=np.sum(scores, axis=1, dtype=np.float64, where=kept),
    )
    return _table(clients)


def _clients(scores: Scores, flags: Flags) -> pl.DataFrame:
    buyers = flags.any(axis=1)
    first, fifth = np.zeros(len(flags), bool), np.zeros(len(flags), bool)
    if buyers.any():
        hits = hits_in_rank_order(scores[buyers], flags[buyers], 5)
        first[buyers], fifth[buyers] = hits[:, 0] == 1, hits.any(axis=1)
    return pl.DataFrame(
        {
            "buyer": buyers,
            "additions": flags.sum(axis=1, dtype=np.int64),
            "precision": average_precision_at(scores, flags),
            "first": first,
            "fifth": fifth,
        }
    )


def _table(clients: pl.DataFrame) -> pl.DataFrame:
    buyers, additions = (pl.col(name).sum() for name in ("buyer", "additions"))

    def rate(column: str, whole: pl.Expr) -> pl.Expr:
        return pl.when(whole > 0).then(pl.col(column).sum() / whole)

    return (
        clients.group_by("group")
        .agg(
            clients=pl.len(),
            buyers=buyers,
            additions=additions,
            map_at_7=pl.col("precision").mean(),
            map_at_7_normalised=rate("precision", buyers),
            hit_rate_at_1=rate("first", buyers),
            hit_rate_at_5=rate("fifth", buyers),
            predicted_over_actual=rate("expected", additions),
        )
        .sort("group")
    )
