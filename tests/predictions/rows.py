"""Rows of a small model that never answered anybody."""

from datetime import UTC, date, datetime

import numpy as np
import polars as pl

from bank_rs.predictions.columns import FACTS, PROBABILITIES
from bank_rs.predictions.journal import Origin
from bank_rs.predictions.row import row_type

MODEL = Origin("7", "ab" * 32, ("age", "income"))
OTHER = Origin("8", "cd" * 32, ("age", "gender", "income"))
NOON = datetime(2016, 6, 1, 12, tzinfo=UTC).timestamp()
DAY = 86_400


def made(origin=MODEL, number=1, first=0, time=NOON):
    """Rows that all differ, called by their number."""
    rng = np.random.default_rng(first)
    rows = np.zeros(number, row_type(len(origin.features)))
    rows["time"] = int(time * 1e6)
    rows["request_id"] = [f"r{first + place}" for place in range(number)]
    rows["client"] = rng.integers(2**64, size=number, dtype=np.uint64)
    rows["month"] = (date(2016, 5, 28) - date(1970, 1, 1)).days
    rows["unseen"] = rng.integers(2**6, size=number)
    rows["offered"] = rng.integers(2**24, size=number)
    rows["probabilities"] = rng.random((number, 24))
    rows["features"] = rng.random((number, len(origin.features)))
    rows["features"][:, 0] = np.nan
    return rows


def expected(origin, rows):
    """The frame that rows are read as, made value by value."""
    facts = [
        {
            "time": datetime.fromtimestamp(row["time"] / 1e6, UTC),
            "request_id": row["request_id"].decode(),
            "version": origin.version,
            "sha256": origin.sha256,
            "client": int(row["client"]),
            "month": date.fromordinal(date(1970, 1, 1).toordinal() + int(row["month"])),
            "unseen": int(row["unseen"]),
            "offered": int(row["offered"]),
        }
        | dict(zip(PROBABILITIES, row["probabilities"].tolist(), strict=True))
        | dict(zip(origin.features, row["features"].tolist(), strict=True))
        for row in rows
    ]
    numbers = dict.fromkeys((*PROBABILITIES, *origin.features), pl.Float32())
    return pl.DataFrame(facts, FACTS | numbers)
