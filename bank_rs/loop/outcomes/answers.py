"""What each client was answered last in one month."""

from calendar import monthrange
from datetime import date
from typing import Final

import polars as pl

from bank_rs.catalog import CODES
from bank_rs.errors import BankRsError
from bank_rs.predictions.columns import PROBABILITIES

HELD: Final = tuple(f"held_{code}" for code in CODES)
"""The features that say what was held in the record, by product."""

_OF_ONE: Final = ("client", "version")


class NobodyAskedError(BankRsError):
    """The prediction log has no answers to records of the month, or not what they are judged by."""


def latest_answers(log: pl.LazyFrame, month: date) -> pl.DataFrame:
    """The latest answer of each version to each client, to records of one month.

    The log is read twice: three columns of it to find the latest answers, and then the
    probabilities of these alone. Which of two answers of one moment counts is up to what they say,
    never to the order of rows or files.

    Parameters
    ----------
    log
        What `scan_predictions` returns.
    month
        Any day of the records' month.

    Returns
    -------
    pl.DataFrame
        ``client``, ``version``, ``time``, ``offered`` and ``held`` (UInt32 masks) and
        ``PROBABILITIES``, the oldest answer first: the last row of a client is its latest answer
        over all versions.

    Raises
    ------
    NobodyAskedError
        If there are none, or the log lacks the features that say what was held.
    """
    rows = _of_month(log, month)
    newest = rows.group_by(_OF_ONE).agg(pl.col("time").max()).collect(engine="streaming")
    if newest.is_empty():
        raise NobodyAskedError(f"the prediction log holds no answers to {_said(log, month)}.")
    moments = rows.join(newest.lazy(), on=[*_OF_ONE, "time"], how="semi")
    ordered = moments.collect(engine="streaming").sort("time", pl.exclude("time"))
    latest = ordered.unique(_OF_ONE, keep="last", maintain_order=True)
    if latest["held"].has_nulls():
        raise NobodyAskedError(
            "the prediction log has answers that do not say what was held: take the files of "
            f"models without the features {HELD[0]} to {HELD[-1]} out of it."
        )
    return latest


def _of_month(log: pl.LazyFrame, month: date) -> pl.LazyFrame:
    if missing := set(HELD).difference(log.collect_schema().names()):
        raise NobodyAskedError(
            f"the prediction log lacks {len(missing)} of the features {HELD[0]} to {HELD[-1]}, "
            "which say what was held: name a log that the service wrote."
        )
    bits = (
        pl.col(name).cast(pl.UInt32) * pl.lit(1 << bit, pl.UInt32) for bit, name in enumerate(HELD)
    )
    held = pl.sum_horizontal(*bits, ignore_nulls=False)
    last = monthrange(month.year, month.month)[1]
    near = pl.col("month").is_between(month.replace(day=1), month.replace(day=last))
    return log.filter(near).select(*_OF_ONE, "time", "offered", *PROBABILITIES, held=held)


def _said(log: pl.LazyFrame, month: date) -> str:
    """The month that is not there, and what is."""
    known = log.select(pl.col("month").dt.month_start().unique().sort()).collect()["month"]
    names = ", ".join(f"{day:%Y-%m}" for day in known.drop_nulls()) or "no month"
    return f"records of {month:%Y-%m}: it has {names}, so choose a month that follows one of these"
