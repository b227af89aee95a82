import numpy as np
import pytest

from bank_rs.model.evaluate import answer_metrics, ranking_metrics
from bank_rs.model.experiment.outcome import F1_HINDSIGHT, judge_candidate
from bank_rs.model.experiment.store import Store
from tests.model.experiment import small


def test_outcome_is_that_of_what_was_said(outcome, store, origin):
    month, said = store.month(origin.judged), np.load(outcome.said)
    assert said["probabilities"].dtype == np.float32
    expected = ranking_metrics(said["probabilities"], month.added)
    assert {name: outcome.metrics[name] for name in expected} == expected
    answers = answer_metrics(said["answers"], month.added)
    assert outcome.metrics["f1_micro"] == pytest.approx(answers["f1_micro"])


def test_precision_is_by_client(outcome, store, origin):
    month = store.month(origin.judged)
    assert outcome.precision.mean() == pytest.approx(outcome.metrics["map_at_7"])
    assert np.array_equal(outcome.buyers, month.added.any(axis=1))
    assert not outcome.precision[~outcome.buyers].any()


def test_outcome_tells_what_it_cost_and_how_it_was_made(outcome):
    cost = outcome.cost
    assert min(cost.seconds, cost.memory_mib, cost.model_mib, cost.microseconds) > 0
    assert outcome.parameters["rounds"] == small.model()[-1].rounds
    assert 0 <= outcome.metrics[F1_HINDSIGHT] <= 1


def test_judged_month_is_neither_learnt_from_nor_set_on(outcome, store, origin, tmp_path):
    blind = Store(tmp_path, store.months)
    for day in store.before(origin.validation):
        blind.keep_sample(day, store.sample([day]))
    blind.keep_month(origin.validation, store.month(origin.validation).rows)
    judged = store.month(origin.judged).rows
    nobody_adds = judged.with_columns(added=judged["added"] * 0)
    blind.keep_month(origin.judged, nobody_adds)
    again = judge_candidate(small.MODEL, blind, origin)
    for name in ("probabilities", "answers"):
        assert np.array_equal(np.load(again.said)[name], np.load(outcome.said)[name])


def test_importance_is_there_where_the_model_has_it(outcome, popular):
    assert popular.importance is None
    if outcome.importance is not None:
        assert outcome.importance.columns == ["feature", "gain"]
