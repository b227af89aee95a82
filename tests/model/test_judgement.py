from datetime import date
from pathlib import Path

import polars as pl
import pytest

from bank_rs.data.ownership import unpack
from bank_rs.data.panel import months_of, with_history
from bank_rs.data.truth import TruthError
from bank_rs.model.champion import Champion
from bank_rs.model.evaluate import ranking_metrics
from bank_rs.model.judgement import MonthError, judge
from bank_rs.model.popularity import popularity
from tests.data.truth import clairvoyant_truth


@pytest.fixture(scope="module")
def rows(panel: pl.DataFrame) -> pl.DataFrame:
    return with_history(panel).drop_nulls("added")


@pytest.fixture(scope="module")
def truth_file(rows: pl.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("truth") / "truth.parquet"
    clairvoyant_truth(rows).write_parquet(path)
    return path


@pytest.fixture(scope="module")
def champion(training) -> Champion:
    return training.champion


def month_of(rows: pl.DataFrame, month: date) -> pl.DataFrame:
    return rows.filter(pl.col("fetch_date") == month)


def test_judgement_is_of_the_last_month_with_a_next_one(champion, panel, rows):
    judgement = judge(champion, panel)
    last = month_of(rows, date(2016, 4, 28))
    assert (judgement.month, judgement.clients) == (date(2016, 4, 28), last.height)
    probabilities = champion.pipeline.predict_proba(last)
    expected = ranking_metrics(probabilities, unpack(last["added"]))
    assert expected.items() <= judgement.model.items()
    assert judgement.limit is None


def test_judgement_has_the_precision_of_the_answers(champion, panel, rows):
    last = month_of(rows, date(2016, 4, 28))
    answers, added = champion.pipeline.predict(last), unpack(last["added"])
    precision = (answers & added).sum() / max(answers.sum(), 1)
    assert judge(champion, panel).model["precision_micro"] == pytest.approx(precision)


def test_judgement_has_the_popularity_of_the_month_before(champion, panel, rows):
    before, month = (month_of(rows, date(2016, m, 28)) for m in (2, 3))
    scores = popularity(before).predict_proba(unpack(month["owned"]))
    judgement = judge(champion, panel, date(2016, 3, 1))
    assert judgement.month == date(2016, 3, 28)
    assert judgement.popularity == ranking_metrics(scores, unpack(month["added"]))


def test_judgement_with_a_truth_has_its_limit(champion, panel, truth_file):
    limit = judge(champion, panel, truth=truth_file).limit
    assert limit is not None
    assert limit["map_at_7_normalised"] == pytest.approx(1)


def test_judgement_says_whether_the_model_has_seen_the_month(champion, panel, rows):
    last = months_of(rows)[-1]
    earlier = champion.card.data.model_copy(update={"last_month": last})
    card = champion.card.model_copy(update={"data": earlier})
    assert judge(champion, panel).seen
    assert not judge(Champion(champion.pipeline, card), panel).seen


@pytest.mark.parametrize("month", [date(2015, 12, 28), date(2016, 5, 28), date(2020, 1, 1)])
def test_judgement_of_a_month_without_its_neighbours_names_the_months(champion, panel, month):
    with pytest.raises(MonthError, match="choose a month from 2016-01 to 2016-04"):
        judge(champion, panel, month)


def test_judgement_on_two_months_is_refused(champion, panel):
    with pytest.raises(MonthError, match="at least 3 consecutive months"):
        judge(champion, panel.filter(pl.col("fetch_date") > date(2016, 3, 28)))


def test_judgement_with_the_truth_of_another_bank_is_refused(champion, panel, truth_file):
    with pytest.raises(TruthError, match="not of this bank"):
        judge(champion, panel.with_columns(pl.col("id") + 10**9), truth=truth_file)
