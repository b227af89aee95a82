"""A stored model judged on one month of a panel."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from bank_rs.data.history import HISTORY_MONTHS
from bank_rs.data.ownership import unpack
from bank_rs.data.panel import followed_months, with_history
from bank_rs.data.truth import read_truth, true_probabilities
from bank_rs.errors import BankRsError
from bank_rs.model.champion import Champion
from bank_rs.model.evaluate import answer_metrics, ranking_metrics
from bank_rs.model.popularity import popularity
from bank_rs.model.thresholds import answers_of


class MonthError(BankRsError):
    """A model cannot be judged on a month."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """How a model did in one month.

    Attributes
    ----------
    month
        Snapshot date of the records; what is judged was added by the next one.
    clients
        Clients with a record in both months.
    seen
        Whether the model's data reaches beyond the month: of the same bank, it has seen the
        additions, which flatters it.
    model
        `ranking_metrics` and `answer_metrics` of the model.
    popularity
        `ranking_metrics` of the additions of the month before.
    limit
        `ranking_metrics` of the probabilities the additions were drawn from; None without them.
    """

    month: date
    clients: int
    seen: bool
    model: dict[str, float]
    popularity: dict[str, float]
    limit: dict[str, float] | None


def judge(
    champion: Champion,
    panel: pl.DataFrame | pl.LazyFrame,
    month: date | None = None,
    truth: Path | None = None,
) -> Judgement:
    """Judge a model.

    Parameters
    ----------
    champion
        The model.
    panel
        Columns of ``PANEL_SCHEMA``.
    month
        Any day of the records' month; the last one with a next month when not given.
    truth
        Truth file of the same simulated bank.

    Raises
    ------
    MonthError
        If the panel lacks the month, the next one or one before.
    TruthError
        If the truth file cannot be read or is of another bank.
    """
    before, rows = _rows_of(panel.lazy(), month)
    added, snapshot = unpack(rows["added"]), rows["fetch_date"][0]
    baseline = popularity(before).predict_proba(unpack(rows["owned"]))
    limit = true_probabilities(read_truth(truth, snapshot), rows) if truth else None
    probabilities = champion.pipeline.predict_proba(rows)
    answers = answers_of(probabilities, champion.pipeline["classifier"].thresholds_)
    return Judgement(
        month=snapshot,
        clients=rows.height,
        seen=snapshot < champion.card.data.last_month,
        model=ranking_metrics(probabilities, added) | answer_metrics(answers, added),
        popularity=ranking_metrics(baseline, added),
        limit=None if limit is None else ranking_metrics(limit, added),
    )


def _rows_of(panel: pl.LazyFrame, month: date | None) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows of the month before and of the month, with their history and a next month."""
    before, judged = _months(panel, month)
    day = pl.col("fetch_date")
    first, last = pl.lit(before).dt.offset_by(f"-{HISTORY_MONTHS}mo"), pl.lit(judged)
    # dates of one month may differ by some days
    near = day.is_between(first.dt.month_start(), last.dt.offset_by("1mo").dt.month_end())
    rows = with_history(panel.filter(near).collect())
    joined = pl.col("added").is_not_null()
    return rows.filter(joined, day == before), rows.filter(joined, day == judged)


def _months(panel: pl.LazyFrame, month: date | None) -> tuple[date, date]:
    """The month before and the month, both with a next one."""
    months = followed_months(panel)
    if len(months) < 2:
        raise MonthError(
            f"the panel has {len(months)} months with a next month and judging needs 2 (popularity "
            "is that of the month before): ingest at least 3 consecutive months."
        )
    wanted = month or months[-1]
    names = [f"{known:%Y-%m}" for known in months]
    if f"{wanted:%Y-%m}" not in names[1:]:
        raise MonthError(
            f"{wanted:%Y-%m} cannot be judged: choose a month from {names[1]} to {names[-1]}, "
            "where the panel has the month before and the next one."
        )
    place = names.index(f"{wanted:%Y-%m}")
    return months[place - 1], months[place]
