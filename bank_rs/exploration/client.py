"""One client: the record, what is known of the months before, and what the model recommends."""

from typing import Any

import numpy as np
import polars as pl

from bank_rs.catalog import PRODUCTS
from bank_rs.data.fields import PANEL_SCHEMA
from bank_rs.data.history import HISTORY_MONTHS, Month
from bank_rs.data.ownership import unpack
from bank_rs.model.champion import Champion
from bank_rs.model.evaluate import rank

NO_RECORD = "no record"


def record_of(row: pl.DataFrame) -> dict[str, Any]:
    """Typed values of a frame of one row, by the columns of ``PANEL_SCHEMA``."""
    return row.select(*PANEL_SCHEMA).row(0, named=True)


def history_of(row: pl.DataFrame) -> list[Month]:
    """Mask and status of the months before, as `Champion.probabilities` takes them.

    Parameters
    ----------
    row
        One row of what `with_history` returns; without those columns nothing is known.
    """
    values = row.row(0, named=True)
    masks = [values.get(f"owned_{month}") for month in range(1, HISTORY_MONTHS + 1)]
    return [
        None if mask is None else (mask, values[f"status_{month}"])
        for month, mask in enumerate(masks, start=1)
    ]


def client_to_show(champion: Champion, rows: pl.DataFrame) -> pl.DataFrame:
    """The client with the most products recommended, of those with a year of records.

    Parameters
    ----------
    rows
        What `with_history` returns; all are looked at where none has a year of records.

    Returns
    -------
    pl.DataFrame
        One row.
    """
    months = [f"owned_{month}" for month in range(1, HISTORY_MONTHS + 1)]
    known = rows.drop_nulls(months)
    asked = known if known.height else rows
    answers = champion.pipeline.predict(asked).sum(axis=1)
    expected = champion.pipeline.predict_proba(asked).sum(axis=1)
    return asked[int(np.lexsort((expected, answers))[-1])]


def held_table(row: pl.DataFrame) -> pl.DataFrame:
    """What a client held in the month of the record and in those before.

    Returns
    -------
    pl.DataFrame
        ``month``, the newest first, and ``held``, the products' names.
    """
    masks = [row["owned"][0], *(month[0] if month else None for month in history_of(row))]
    months = row.select(
        pl.col("fetch_date").dt.offset_by(f"-{back}mo").dt.strftime("%Y-%m").alias(str(back))
        for back in range(len(masks))
    ).row(0)
    lines = [(month, held_names(mask)) for month, mask in zip(months, masks, strict=True)]
    return pl.DataFrame(lines, schema=["month", "held"], orient="row")


def held_names(mask: int | None) -> str:
    """Names of the products of a mask."""
    if mask is None:
        return NO_RECORD
    flags = unpack(pl.Series([mask], dtype=pl.UInt32))[0]
    names = [product.en for product, flag in zip(PRODUCTS, flags, strict=True) if flag]
    return ", ".join(names) or "nothing"


def recommendation_table(champion: Champion, row: pl.DataFrame, top: int = 7) -> pl.DataFrame:
    """The products a client is most likely to add by the next month.

    Returns
    -------
    pl.DataFrame
        ``product``, ``probability``, ``without_history`` (the same when only the record is known),
        ``threshold`` (null where the product is never recommended) and ``answer``, 1 from the
        threshold on; the most probable first.
    """
    record, history = record_of(row), history_of(row)
    found = champion.probabilities(record, history)
    (order,) = rank(found[None], held=unpack(row["owned"]), k=top)
    places = order[order >= 0]
    thresholds = champion.pipeline["classifier"].thresholds_[places]
    return pl.DataFrame(
        {
            "product": [PRODUCTS[place].en for place in places],
            "probability": found[places],
            "without_history": champion.probabilities(record)[places],
            "threshold": np.where(np.isfinite(thresholds), thresholds, np.nan),
            "answer": (found[places] >= thresholds).astype(np.int64),
        }
    ).with_columns(pl.col("threshold").fill_nan(None))


def recommendation_reading(table: pl.DataFrame) -> str:
    """Say in words what `recommendation_table` shows.

    Returns
    -------
    str
        Markdown.
    """
    offered = table.filter(pl.col("answer") == 1)["product"].to_list()
    product, probability, without = table.row(0)[:3]
    return (
        f"Recommended: {', '.join(offered) or 'nothing'}. First comes {product}, with a "
        f"probability of {probability:.1%}; had only the record been sent, without the months "
        f"before, it would be {without:.1%}."
    )
