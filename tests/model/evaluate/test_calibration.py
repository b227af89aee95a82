import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import brier_score_loss, log_loss

from bank_rs.model.evaluate import (
    MetricInputError,
    calibration_metrics,
    log_losses,
    reliability_table,
)
from tests.model.evaluate.arrays import pairs


@given(pairs())
def test_losses_equal_scikit_learn(drawn):
    probabilities, added, held = drawn
    truth, given_ = added[held == 0], probabilities[held == 0]
    if not truth.size:
        return
    metrics = calibration_metrics(probabilities, added, held)
    assert metrics["log_loss"] == pytest.approx(log_loss(truth, given_, labels=[0, 1]))
    assert metrics["brier"] == pytest.approx(brier_score_loss(truth, given_, labels=[0, 1]))


def test_calibration_worked_by_hand():
    probabilities, added = np.full((10, 1), 0.2), np.zeros((10, 1), np.int8)
    added[0] = 1
    metrics = calibration_metrics(probabilities, added)
    # two additions are expected of ten pairs, one is there: 0.1 apart, as large as the rate itself
    assert metrics["ece"] == pytest.approx(0.1)
    assert metrics["ece_relative"] == pytest.approx(1)
    assert metrics["predicted_over_actual"] == pytest.approx(2)
    # (1 - 0.2)^2 once and 0.2^2 nine times
    assert metrics["brier"] == pytest.approx((0.64 + 9 * 0.04) / 10)


def test_ratios_without_additions_are_unknown():
    metrics = calibration_metrics([[0.2]], [[0]])
    assert np.isnan([metrics["ece_relative"], metrics["predicted_over_actual"]]).all()


def test_each_tenth_holds_a_tenth_of_the_expected_additions():
    rng = np.random.default_rng(0)
    probabilities = rng.uniform(0.001, 0.1, (2000, 5))
    held = (rng.random((2000, 5)) < 0.3).astype(np.int8)
    added = (rng.random((2000, 5)) < probabilities * (1 - held)).astype(np.int8)
    table = reliability_table(probabilities, added, held)
    expected = probabilities[held == 0].sum()
    assert table["expected"].to_numpy() == pytest.approx(np.full(10, expected / 10), rel=0.02)
    assert table["expected"].sum() == pytest.approx(expected)
    assert table["pairs"].sum() == (held == 0).sum()
    assert table["actual"].sum() == added.sum()
    assert table["predicted"].is_sorted()


@given(pairs())
def test_equal_probabilities_stay_together(drawn):
    probabilities, added, held = drawn
    if (held == 1).all():
        return
    table = reliability_table(probabilities, added, held)
    assert table.height <= len(np.unique(probabilities[held == 0]))
    assert table["pairs"].sum() == (held == 0).sum()


def test_negative_zero_is_a_zero():
    assert reliability_table([[-0.0, 0.5]], [[0, 1]])["pairs"].sum() == 2


@given(st.sampled_from([-0.1, 1.1, 7.0]))
def test_scores_that_are_no_probabilities_are_refused(score):
    with pytest.raises(MetricInputError, match="between 0 and 1"):
        calibration_metrics([[score]], [[0]])


def test_clients_who_hold_everything_are_refused():
    with pytest.raises(MetricInputError, match="all pairs are held"):
        calibration_metrics([[0.0]], [[0]], [[1]])


@given(pairs().filter(lambda drawn: not drawn[2].all()))
def test_log_losses_of_clients_have_the_log_loss_as_their_mean(drawn):
    found = log_losses(*drawn)
    assert found.mean() == pytest.approx(calibration_metrics(*drawn)["log_loss"])
    assert found[drawn[2].all(axis=1)].sum() == 0
