import numpy as np
import pytest
from hypothesis import given
from sklearn.metrics import precision_recall_curve, roc_curve

from bank_rs.model.evaluate import MetricInputError, threshold_curve
from tests.model.evaluate.arrays import pairs


def test_curve_worked_by_hand():
    curve = threshold_curve([[0.9], [0.5], [0.4], [0.1]], [[1], [0], [1], [0]])
    # at 0.9 one pair is selected and found, at 0.4 three pairs, of which two are found
    assert (curve.selected.tolist(), curve.found.tolist()) == ([1, 3], [1, 2])
    assert curve.recall == pytest.approx([1 / 2, 1])
    assert curve.false_positive_rate == pytest.approx([0, 1 / 2])
    assert curve.precision == pytest.approx([1, 2 / 3])
    assert curve.share == pytest.approx([1 / 4, 3 / 4])
    assert curve.lift == pytest.approx([2, 4 / 3])


@given(pairs(max_rows=20))
def test_points_lie_on_the_curves_of_scikit_learn(drawn):
    probabilities, added, held = drawn
    curve = threshold_curve(probabilities, added, held)
    truth, scores = added[held == 0], probabilities[held == 0]
    if curve is None:
        assert truth.sum() in (0, len(truth))
        return
    false, true, _ = roc_curve(truth, scores, drop_intermediate=False)
    precision, recall, _ = precision_recall_curve(truth, scores)
    _lie_on(zip(curve.false_positive_rate, curve.recall, strict=True), false, true)
    _lie_on(zip(curve.recall, curve.precision, strict=True), recall, precision)


def _lie_on(points, *curve):
    corners = np.stack(curve, axis=1)
    for point in points:
        assert np.abs(corners - point).sum(axis=1).min() == pytest.approx(0, abs=1e-9)


def test_curve_is_thinned_and_keeps_its_ends():
    rng = np.random.default_rng(0)
    scores = rng.random((5000, 1))
    added = (rng.random((5000, 1)) < scores).astype(np.int8)
    whole, thin = threshold_curve(scores, added, points=5000), threshold_curve(scores, added)
    assert len(thin.selected) == 200
    for end in (0, -1):
        assert (thin.selected[end], thin.found[end]) == (whole.selected[end], whole.found[end])


def test_curve_of_one_point_is_refused():
    with pytest.raises(MetricInputError, match="at least 2"):
        threshold_curve([[0.5]], [[1]], points=1)
