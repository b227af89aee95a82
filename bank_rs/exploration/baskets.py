"""Sets of products that stand together."""

from typing import Final

import numpy as np
import polars as pl

from bank_rs.catalog import PRODUCTS
from bank_rs.data.ownership import unpack

_NAMES: Final = np.array([product.en for product in PRODUCTS])


def basket_table(masks: pl.Series, top: int = 10) -> pl.DataFrame:
    """The commonest sets of products among ownership masks that are not empty.

    Returns
    -------
    pl.DataFrame
        ``products`` (names joined by a plus), ``count`` and its ``share`` of the masks that are
        not empty, the commonest first.
    """
    counts = masks.alias("mask").replace(0, None).drop_nulls().value_counts()
    commonest = counts.sort(["count", "mask"], descending=[True, False]).head(top)
    sets = [" + ".join(_NAMES[row == 1]) for row in unpack(commonest["mask"])]
    return commonest.select(
        pl.Series("products", sets, pl.String),
        "count",
        share=pl.col("count") / counts["count"].sum(),
    )
