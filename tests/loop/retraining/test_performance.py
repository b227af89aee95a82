import pytest
from hypothesis import given

from bank_rs.loop.retraining.performance import Performance
from bank_rs.model.evaluate import calibration_metrics, ranking_metrics
from tests.model.evaluate.arrays import pairs


@given(pairs().filter(lambda drawn: drawn[1].any()))
def test_performance_adds_up_to_the_metrics(drawn):
    scores, added, held = drawn
    found = Performance.of(scores, added, held)
    metrics = ranking_metrics(scores, added) | calibration_metrics(scores, added, held)
    assert found.precision.mean() == pytest.approx(metrics["map_at_7"])
    assert found.losses.mean() == pytest.approx(metrics["log_loss"])
    assert found.expected / added.sum() == pytest.approx(metrics["predicted_over_actual"])
    assert found.ranks.shape == (added.any(axis=1).sum(), added.shape[1])
