import numpy as np
import pytest

from bank_rs.model.threshold_classifier import ThresholdClassifier
from bank_rs.model.thresholds import NEVER


class Given(ThresholdClassifier):
    """Probabilities are what it is asked about."""

    def __init__(self, min_additions=1, min_precision=0.0):
        self.min_additions = min_additions
        self.min_precision = min_precision

    def predict_proba(self, X):
        return np.asarray(X, np.float64)


PROBABILITIES = np.array([[0.9, 0.5], [0.6, 0.4], [0.2, 0.3], [0.1, 0.2]])
ADDED = np.array([[1, 0], [1, 0], [0, 0], [0, 1]])


def test_answers_are_those_of_the_best_thresholds():
    classifier = Given().choose_thresholds(PROBABILITIES, ADDED)
    assert classifier.thresholds_.tolist() == [0.6, 0.2]
    assert classifier.predict(PROBABILITIES).tolist() == [[1, 1], [1, 1], [0, 1], [0, 1]]
    assert classifier.predict(PROBABILITIES).dtype == np.int8


def test_product_that_is_seldom_right_is_never_answered():
    classifier = Given(min_precision=0.5).choose_thresholds(PROBABILITIES, ADDED)
    assert classifier.thresholds_.tolist() == [0.6, NEVER]
    assert (classifier.predict(PROBABILITIES)[:, 1] == 0).all()


@pytest.mark.parametrize(("fewest", "known"), [(0, 2), (1, 2), (2, 1), (3, 0)])
def test_product_with_few_additions_is_never_answered(fewest, known):
    classifier = Given(min_additions=fewest).choose_thresholds(PROBABILITIES, ADDED)
    assert (classifier.thresholds_ < NEVER).sum() == known


def test_product_nobody_adds_is_never_answered():
    classifier = Given(min_additions=0).choose_thresholds(PROBABILITIES, 0 * ADDED)
    assert (classifier.thresholds_ == NEVER).all()


def test_product_of_its_own_needs_no_matrix():
    classifier = Given().choose_thresholds(PROBABILITIES[:, :1], ADDED[:, 0])
    assert classifier.thresholds_.tolist() == [0.6]
