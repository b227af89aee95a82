"""Prediction logs, written as the service writes them."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import polars as pl

from bank_rs.model.champion import Champion
from bank_rs.predictions.client_key import ClientKey
from bank_rs.predictions.columns import DAY, FACTS, PROBABILITIES

KEY = ClientKey(b"k" * 24)
TIME = datetime(2016, 6, 1, 12, tzinfo=UTC)


def logged(
    champion: Champion, rows: pl.DataFrame, version: str = "1", time: datetime = TIME
) -> pl.DataFrame:
    """What the log has of the answers of a model to some records, with all it knows of them."""
    features = champion.pipeline["features"]
    probabilities = champion.pipeline.predict_proba(rows).astype(np.float32)
    bits = np.left_shift(1, np.arange(24, dtype=np.uint32))
    facts = {
        "time": time,
        "request_id": f"{version}-1",
        "version": version,
        "sha256": "0" * 64,
        "client": KEY.of_all(rows["id"]),
        "month": rows["fetch_date"],
        "unseen": 0,
        "offered": pl.Series(champion.pipeline.predict(rows) @ bits),
    }
    names = [*PROBABILITIES, *features.get_feature_names_out()]
    values = np.hstack([probabilities, np.asarray(features.transform(rows), np.float32)])
    return pl.select(
        pl.lit(value).cast(FACTS[name]).alias(name) for name, value in facts.items()
    ).hstack(pl.DataFrame(values, names))


def write_log(folder: Path, rows: pl.DataFrame, parts: int = 1) -> Path:
    """Write rows of a log into files by day, each day in some parts; return the folder."""
    for (day,), answers in rows.group_by(pl.col("time").dt.date()):
        below = folder / f"{DAY}={day}"
        below.mkdir(parents=True, exist_ok=True)
        for part in range(parts):
            answers[part::parts].write_parquet(below / f"{part}.parquet")
    return folder
