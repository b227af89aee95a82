"""A month's answers judged by the next."""

from collections.abc import Callable
from pathlib import Path

import polars as pl

from bank_rs.loop.outcomes.answers import latest_answers
from bank_rs.loop.outcomes.joined import join
from bank_rs.loop.outcomes.new_month import NewMonth
from bank_rs.loop.outcomes.outcome import Outcome, Realised
from bank_rs.loop.outcomes.realised import Judged
from bank_rs.predictions.reading import scan_predictions


def judge_month(
    log: Path, new_month: NewMonth, say: Callable[[str], None] = lambda _: None
) -> tuple[Outcome, pl.DataFrame]:
    """Judge what was answered to the records of the month before a new one.

    Parameters
    ----------
    log
        Folder of the prediction log.
    new_month
        The month in which additions are seen.
    say
        Called with what is being done.

    Returns
    -------
    Outcome
        Over all answers and by version.
    pl.DataFrame
        What `product_table` returns, behind ``version``: null over all, a part for each version
        after it.

    Raises
    ------
    NoPredictionsError
        If there is no log.
    NobodyAskedError
        If it has no answers to records of the month before.
    OtherClientsError
        If none of their clients is in the new month.
    """
    say("looking for the latest answers")
    joined = join(latest_answers(scan_predictions(log), new_month.month_before), new_month)
    say("judging all answers")
    judged = [_judged(None, joined.overall)]
    for version, rows in joined.by_version.items():
        say(f"judging version {version}")
        judged.append(_judged(version, rows))
    (overall, _), *versions = judged
    outcome = Outcome(
        month=new_month.snapshot,
        records=new_month.month_before,
        asked=joined.asked,
        gone=joined.gone,
        never_asked=joined.never_asked,
        overall=overall,
        versions=tuple(realised for realised, _ in versions),
    )
    return outcome, pl.concat(products for _, products in judged)


def _judged(version: str | None, rows: pl.DataFrame) -> tuple[Realised, pl.DataFrame]:
    judged = Judged.of(rows)
    name = pl.lit(version, pl.String).alias("version")
    return judged.realised(version), judged.products.select(name, pl.all())
