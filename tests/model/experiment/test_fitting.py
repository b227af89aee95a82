import numpy as np
import pytest

from bank_rs.model.evaluate import calibration_metrics
from bank_rs.model.experiment.fitting import calibrate, choose_thresholds, fit_sample
from bank_rs.model.thresholds import answers_of
from tests.model.experiment import small


@pytest.fixture
def model(store, origin):
    return fit_sample(small.MODEL.make(), store.sample(store.before(origin.validation)))


@pytest.fixture
def rule(store, origin):
    return fit_sample(small.COMEBACK.make(), store.sample(store.before(origin.validation)))


def off_by(estimator, month) -> float:
    probabilities = estimator.predict_proba(month.rows)
    metrics = calibration_metrics(probabilities, month.added, month.held)
    return abs(np.log(metrics["predicted_over_actual"]))


def test_calibration_brings_predictions_to_the_level_of_the_month(model, store, origin):
    month = store.month(origin.validation)
    before = off_by(model, month)
    calibrate(model, month)
    assert off_by(model, month) < max(before, 0.2)


def test_candidate_without_calibration_is_left_alone(rule, store, origin):
    month = store.month(origin.validation)
    before = rule.predict_proba(month.rows)
    calibrate(rule, month)
    assert np.array_equal(rule.predict_proba(month.rows), before)


@pytest.mark.parametrize("candidate", ["model", "rule"])
def test_thresholds_are_one_a_product(candidate, store, origin, request):
    estimator, month = request.getfixturevalue(candidate), store.month(origin.validation)
    probabilities = estimator.predict_proba(month.rows)
    thresholds = choose_thresholds(estimator, month, probabilities)
    assert thresholds.shape == (24,)
    assert not answers_of(probabilities, thresholds)[month.held == 1].any()


def test_chosen_thresholds_are_those_the_model_keeps(model, store, origin):
    month = store.month(origin.validation)
    chosen = choose_thresholds(model, month, model.predict_proba(month.rows))
    assert np.array_equal(model[-1].thresholds_, chosen)
