import numpy as np
import pytest

from bank_rs.model.candidates.thinning import thin

KEPT = np.arange(100) < 10
WEIGHTS = np.linspace(1, 2, 100)


def test_kept_rows_all_stay_with_their_weights():
    drawn = thin(KEPT, WEIGHTS, 20, seed=0)
    assert len(drawn.rows) == 30
    assert np.array_equal(drawn.rows[:10], np.arange(10))
    assert np.array_equal(drawn.weights[:10], WEIGHTS[:10])


def test_drawn_rows_weigh_what_all_the_others_did():
    drawn = thin(KEPT, WEIGHTS, 20, seed=0)
    assert drawn.weights[10:].sum() == pytest.approx(WEIGHTS[10:].sum())


def test_few_others_stay_all():
    drawn = thin(KEPT, WEIGHTS, 90, seed=0)
    assert np.array_equal(drawn.rows, np.arange(100))
    assert np.array_equal(drawn.weights, WEIGHTS)


def test_same_seed_draws_the_same_rows():
    first, again, other = (thin(KEPT, WEIGHTS, 20, seed).rows for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_weights_given_are_left_alone():
    weights = WEIGHTS.copy()
    thin(KEPT, weights, 20, seed=0)
    assert np.array_equal(weights, WEIGHTS)
