from datetime import timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bank_rs.catalog import CODES, mask_of
from bank_rs.data.ownership import unpack
from bank_rs.loop.outcomes import judge_month
from bank_rs.loop.outcomes.answers import NobodyAskedError
from bank_rs.loop.outcomes.joined import OtherClientsError
from bank_rs.model.evaluate import (
    answer_metrics,
    calibration_metrics,
    product_table,
    ranking_metrics,
)
from bank_rs.model.judgement import judge
from bank_rs.predictions.reading import NoPredictionsError
from tests.loop.outcomes.logged import TIME, logged, write_log


@pytest.fixture(scope="module")
def judged(log, new_month):
    return judge_month(log, new_month)


@pytest.fixture(scope="module")
def known(asked):
    """The records of which it is known what came true."""
    return asked.drop_nulls("added")


def test_metrics_are_those_of_the_same_rows(judged, champion, known):
    outcome, _ = judged
    probabilities = champion.pipeline.predict_proba(known).astype(np.float32)
    added, held = unpack(known["added"]), unpack(known["owned"])
    answers = champion.pipeline.predict(known)
    expected = ranking_metrics(probabilities, added) | answer_metrics(answers, added)
    assert outcome.overall.metrics == expected | calibration_metrics(probabilities, added, held)
    assert outcome.overall.buyers == added.any(axis=1).sum() > 20


def test_metrics_are_those_of_the_judged_model(judged, champion, panel):
    outcome, _ = judged
    judgement = judge(champion, panel)
    assert outcome.overall.clients == judgement.clients
    assert judgement.model.items() <= outcome.overall.metrics.items()


def test_products_are_those_of_the_same_rows(judged, champion, known):
    _, products = judged
    probabilities = champion.pipeline.predict_proba(known).astype(np.float32)
    added, held = unpack(known["added"]), unpack(known["owned"])
    expected = product_table(probabilities, champion.pipeline.predict(known), added, held)
    overall = products.filter(pl.col("version").is_null()).drop("version")
    assert overall.with_columns(pl.col("precision", "recall").fill_null(0)).equals(expected)
    assert overall.filter(pl.col("additions") == 0)["recall"].is_null().all()
    assert overall.filter(pl.col("answered") == 0)["precision"].is_null().all()


def test_interval_is_around_the_metric(judged):
    overall = judged[0].overall
    low, high = overall.map_at_7_normalised_95
    assert low < overall.metrics["map_at_7_normalised"] < high


def test_clients_are_counted_whether_they_are_judged_or_not(judged, asked, new_month):
    outcome, _ = judged
    stayed = asked["added"].count()
    assert (outcome.asked, outcome.gone) == (asked.height, asked.height - stayed)
    assert outcome.gone > 0
    assert outcome.never_asked == new_month.holdings.height - stayed > 0
    assert (outcome.month, outcome.records) == (new_month.snapshot, new_month.month_before)


def test_latest_answer_of_a_client_counts(judged, answers, new_month, tmp_path):
    earlier = answers.with_columns(
        pl.col("time") - timedelta(days=1), pl.col("^p_.*$") / 2, offered=pl.lit(0, pl.UInt32)
    )
    log = write_log(tmp_path, pl.concat([earlier, answers]))
    assert judge_month(log, new_month)[0] == judged[0]


def test_versions_are_judged_by_their_own_latest_answers(
    judged, champion, asked, answers, new_month, tmp_path
):
    half = asked[::2]
    later = logged(champion, half, version="2", time=TIME + timedelta(hours=1))
    later = later.with_columns(pl.col("^p_.*$") / 2)
    outcome, products = judge_month(write_log(tmp_path, pl.concat([answers, later])), new_month)
    first, second = outcome.versions
    assert first == judged[0].versions[0]
    assert (second.version, second.clients) == ("2", half["added"].count())
    assert outcome.asked == judged[0].asked
    assert outcome.overall.clients == judged[0].overall.clients
    ratio = outcome.overall.metrics["predicted_over_actual"]
    assert ratio < first.metrics["predicted_over_actual"]
    assert products["version"].unique(maintain_order=True).to_list() == [None, "1", "2"]


def test_record_that_was_answered_says_what_was_held(judged, answers, new_month, tmp_path):
    """A client who closed a product before the answer and has it again has added it."""
    held = answers.with_columns(held_cco=pl.lit(0.0, pl.Float32))
    outcome, products = judge_month(write_log(tmp_path, held), new_month)
    added = products.filter(pl.col("product") == "cco")["additions"].max()
    assert added > 100
    assert outcome.overall.buyers > judged[0].overall.buyers


def test_month_in_which_nobody_buys_has_no_interval(answers, new_month, tmp_path):
    nobody = answers.with_columns(
        pl.lit(code != "aval").cast(pl.Float32).alias(f"held_{code}") for code in CODES
    )
    kept = new_month.holdings.with_columns(
        owned=pl.col("owned") & ~pl.lit(mask_of("aval"), pl.UInt32)
    )
    month = type(new_month)(new_month.snapshot, kept)
    overall = judge_month(write_log(tmp_path, nobody), month)[0].overall
    assert (overall.buyers, overall.map_at_7_normalised_95) == (0, None)
    assert "predicted_over_actual" not in overall.metrics
    assert overall.metrics["log_loss"] > 0


def test_no_log_is_refused(tmp_path, new_month):
    with pytest.raises(NoPredictionsError):
        judge_month(tmp_path, new_month)


def test_log_of_other_months_is_refused_and_says_which(log, new_month):
    later = type(new_month)(new_month.snapshot.replace(month=6), new_month.holdings)
    with pytest.raises(NobodyAskedError, match="records of 2016-05: it has 2016-04,"):
        judge_month(log, later)


def test_log_that_does_not_say_what_was_held_is_refused(answers, new_month, tmp_path):
    without = write_log(tmp_path / "without", answers.drop("held_cco"))
    with pytest.raises(NobodyAskedError, match="lacks 1 of the features held_ahor to held_recibo"):
        judge_month(without, new_month)
    part = pl.concat([answers[:9].drop("^held_.*$"), answers[9:]], how="diagonal")
    with pytest.raises(NobodyAskedError, match="do not say what was held"):
        judge_month(write_log(tmp_path / "part", part), new_month)


def test_clients_named_by_another_key_are_refused_with_the_cure(log, new_month):
    holdings = new_month.holdings.with_columns(pl.col("client") + 1)
    with pytest.raises(OtherClientsError, match="BANK_RS_CLIENT_KEY"):
        judge_month(log, type(new_month)(new_month.snapshot, holdings))


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 99), parts=st.integers(1, 5), again=st.integers(0, 900))
def test_order_duplicates_and_files_change_nothing(
    answers, new_month, tmp_path_factory, seed, parts, again
):
    """Nor which of two answers of one moment is written first."""
    rival = answers[:300].with_columns(pl.col("^p_.*$") / 2, version=pl.lit("2"))
    twin = answers[200:500].with_columns(pl.col("^p_.*$") / 3)
    rows = pl.concat([answers, rival, twin])
    mixed = pl.concat([rows, rows[:again]]).sample(fraction=1, shuffle=True, seed=seed)
    folder = tmp_path_factory.mktemp("mixed")
    expected, products = judge_month(write_log(folder / "plain", rows), new_month)
    found, found_products = judge_month(write_log(folder / "mixed", mixed, parts), new_month)
    assert found == expected
    assert found_products.equals(products)
