"""Recommendations for clients: what each would most likely add, of what is not held."""

from typing import Final

import numpy as np
import polars as pl

from bank_rs.catalog import CODES
from bank_rs.data.ownership import unpack
from bank_rs.model.champion import Champion
from bank_rs.model.evaluate.ranking import EMPTY, rank

RECOMMENDATIONS: Final = pl.Schema(
    {"client": pl.Int64(), "rank": pl.Int32(), "product": pl.String(), "probability": pl.Float64()}
)
"""A row for each offer: the client's number, its place from 1 on, the product's code, and the
probability that the client adds it by the next month."""


def recommend(champion: Champion, rows: pl.DataFrame, k: int) -> pl.DataFrame:
    """The products a client is most likely to add, the likeliest first.

    Parameters
    ----------
    champion
        The model.
    rows
        As `with_history` returns them, of one month.
    k
        How many for each client at most; a client who lacks fewer gets fewer.

    Returns
    -------
    pl.DataFrame
        Columns of ``RECOMMENDATIONS``, client by client in the order of the rows. Of equal
        probabilities the product first in ``CODES`` comes first.
    """
    if rows.is_empty():
        return RECOMMENDATIONS.to_frame()
    probabilities = champion.pipeline.predict_proba(rows)
    ranked = rank(probabilities, unpack(rows["owned"]), k)
    client, place = np.nonzero(ranked != EMPTY)
    product = ranked[client, place]
    codes = pl.Series(CODES)
    return pl.DataFrame(
        {
            "client": rows["id"].gather(client),
            "rank": place + 1,
            "product": codes.gather(product),
            "probability": probabilities[client, product],
        },
        schema_overrides=RECOMMENDATIONS,
    )
