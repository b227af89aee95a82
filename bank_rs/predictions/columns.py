"""The columns of the prediction log."""

from typing import Final

import polars as pl

from bank_rs.catalog import CODES

DAY: Final = "day"
"""Key of the log's folders, ``day=2016-06-01``: the day of ``time`` in UTC."""

FACTS: Final = pl.Schema(
    {
        "time": pl.Datetime("us", "UTC"),
        "request_id": pl.String(),
        "version": pl.String(),
        "sha256": pl.String(),
        "client": pl.UInt64(),
        "month": pl.Date(),
        "unseen": pl.UInt16(),
        "offered": pl.UInt32(),
    }
)
"""What is kept of each answer besides probabilities and features.

``version`` and ``sha256`` are the model's, as ``GET /model`` names it. ``client`` is what
`ClientKey` makes of the client's number. ``month`` is the snapshot date of the record. Bit ``i`` of
``unseen`` is set where the record has a value of ``CATEGORIES[i]`` that the model has not learnt.
``offered`` has the bits of the products answered with 1.
"""

PROBABILITIES: Final = tuple(f"p_{code}" for code in CODES)
"""Float32, by product; the features follow, Float32 under the model's own names for them."""
