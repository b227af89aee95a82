import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import f1_score, precision_score

from bank_rs.model.thresholds import NEVER, best_f1_threshold

ROWS = st.lists(st.tuples(st.booleans(), st.integers(0, 20)), min_size=2).filter(
    lambda rows: any(added for added, _ in rows)
)


@given(ROWS)
def test_no_other_threshold_has_a_higher_f1(rows):
    added = np.array([a for a, _ in rows], int)
    probabilities = np.array([p / 20 for _, p in rows])
    best = best_f1_threshold(added, probabilities)
    scores = [f1_score(added, probabilities >= t) for t in np.unique(probabilities)]
    assert f1_score(added, probabilities >= best) == pytest.approx(max(scores))


@given(ROWS, st.floats(0.05, 0.95))
def test_answers_are_as_precise_as_asked_or_never_given(rows, least):
    added = np.array([a for a, _ in rows], int)
    probabilities = np.array([p / 20 for _, p in rows])
    best = best_f1_threshold(added, probabilities, least)
    if best != NEVER:
        assert precision_score(added, probabilities >= best) >= least
    else:
        assert all(
            precision_score(added, probabilities >= t) < least for t in np.unique(probabilities)
        )
