import pickle

import numpy as np
import pytest
import skops.io
from sklearn.base import clone
from sklearn.utils.estimator_checks import parametrize_with_checks

from bank_rs.model.additions import AdditionsClassifier
from bank_rs.model.calibration import AS_IS
from bank_rs.model.pipeline import TRUSTED_TYPES
from bank_rs.model.thresholds import NEVER
from tests.model.candidates.test_per_product import expected_failures

PRODUCTS = 4
RARE = 3


@parametrize_with_checks(
    [AdditionsClassifier(rounds=5, incidence_rounds=5, min_leaf_rows=1, min_additions=2)],
    expected_failed_checks=expected_failures,
)
def test_estimator_keeps_scikit_learn_conventions(estimator, check):
    check(estimator)


def bank(n, seed):
    """Four products; two hints say who adds the first and who the second, the last hardly sells."""
    random = np.random.default_rng(seed)
    X = random.normal(size=(n, PRODUCTS + 3)).astype(np.float32)
    X[:, :PRODUCTS] = random.random((n, PRODUCTS)) < 0.3
    X[random.random(n) < 0.1, -1] = np.nan
    chances = 1 / (1 + np.exp(4 - 2 * X[:, PRODUCTS : PRODUCTS + 2]))
    drawn = random.random((n, PRODUCTS)) < np.column_stack(
        [chances, np.full(n, 0.04), np.full(n, 0.001)]
    )
    return X, (drawn & (X[:, :PRODUCTS] == 0)).astype(np.int8)


def small(**params):
    return AdditionsClassifier(rounds=15, incidence_rounds=15, feature_fraction=1, **params)


@pytest.fixture(scope="module")
def fitted():
    return small().fit(*bank(8000, seed=1))


@pytest.fixture(scope="module")
def ready():
    """Fitted, calibrated and with thresholds."""
    month = bank(8000, seed=2)
    return small().fit(*bank(8000, seed=1)).calibrate(*month).choose_thresholds(*month)


def test_held_product_has_probability_0(ready):
    X, _ = bank(2000, seed=3)
    held = X[:, :PRODUCTS] == 1
    probabilities = ready.predict_proba(X)
    assert (probabilities[held] == 0).all()
    assert ((probabilities > 0) & (probabilities < 1))[~held].all()


def test_held_product_is_never_answered(ready):
    X, _ = bank(500, seed=3)
    everything = pickle.loads(pickle.dumps(ready))
    everything.thresholds_ = np.full(PRODUCTS, 1e-9)
    assert np.array_equal(everything.predict(X), X[:, :PRODUCTS] == 0)


@pytest.mark.parametrize("rows", [1, 3])
def test_client_who_holds_everything_adds_nothing(ready, rows):
    X, _ = bank(rows, seed=3)
    X[:, :PRODUCTS] = 1
    assert (ready.predict_proba(X) == 0).all()


def test_what_drives_an_addition_is_learnt(ready):
    X, added = bank(8000, seed=4)
    probabilities = ready.predict_proba(X)
    for product in range(2):
        scores, free = probabilities[:, product], X[:, product] == 0
        adds = added[:, product] == 1
        assert np.median(scores[adds]) > 2 * np.median(scores[free & ~adds])


def test_rare_product_gets_its_rate(fitted):
    X, added = bank(8000, seed=1)
    assert RARE not in fitted.products_
    free = X[:, RARE] == 0
    rate = added[free, RARE].mean()
    assert fitted.predict_proba(X)[free, RARE] == pytest.approx(rate)


def test_calibration_of_a_month_makes_its_expected_additions_the_actual():
    X, added = bank(8000, seed=5)
    found = small(carry=1).fit(*bank(8000, seed=1)).calibrate(X, added).predict_proba(X)
    known = [0, 1, 2]
    assert found.sum(axis=0)[known] == pytest.approx(added.sum(axis=0)[known], rel=0.02)


def test_calibration_leaves_products_with_few_additions_as_they_are():
    X, added = bank(8000, seed=5)
    added[:, 2] = 0
    found = small().fit(*bank(8000, seed=1)).calibrate(X, added).calibration_
    assert found[:, 2] == pytest.approx(AS_IS)
    assert found[:, 0] != pytest.approx(AS_IS)


def test_calibration_counts_weights_as_rows():
    X, added = bank(3000, seed=5)
    repeats = np.random.default_rng(0).integers(1, 4, len(X))
    weighted = small().fit(*bank(3000, seed=1)).calibrate(X, added, repeats)
    repeated = small().fit(*bank(3000, seed=1))
    repeated.calibrate(np.repeat(X, repeats, axis=0), np.repeat(added, repeats, axis=0))
    assert weighted.calibration_ == pytest.approx(repeated.calibration_, abs=1e-6)


def test_weights_are_rows_to_the_rates():
    X, added = bank(3000, seed=1)
    repeats = np.random.default_rng(0).integers(1, 4, len(X))
    weighted = small().fit(X, added, repeats)
    repeated = small().fit(np.repeat(X, repeats, axis=0), np.repeat(added, repeats, axis=0))
    assert weighted.rates_ == pytest.approx(repeated.rates_)


def test_thresholds_follow_f1_and_leave_rare_products_out(ready):
    X, added = bank(8000, seed=2)
    scores = ready.predict_proba(X)[:, 0]

    def f1(threshold):
        answers = scores >= threshold
        return 2 * (answers & (added[:, 0] == 1)).sum() / (answers.sum() + added[:, 0].sum())

    assert ready.thresholds_[RARE] == NEVER
    assert f1(ready.thresholds_[0]) >= max(f1(t) for t in np.linspace(0.01, 0.99, 50))


def test_settings_are_taken_over_by_a_model_of_more_months(ready):
    X, added = bank(12_000, seed=6)
    added[:, 0] = 0
    shipped = clone(ready).fit(X, added).take_settings(ready)
    assert shipped.products_.tolist() == [1, 2]
    assert np.array_equal(shipped.calibration_, ready.calibration_[:, 1:])
    assert np.array_equal(shipped.thresholds_, ready.thresholds_)
    assert shipped.thresholds_ is not ready.thresholds_


def test_rows_are_answered_alone_as_in_any_batch(ready):
    X, _ = bank(3000, seed=7)
    batch = ready.predict_proba(X)
    alone = [ready.predict_proba(X[i : i + 1]) for i in range(len(X))]
    assert np.array_equal(np.concatenate(alone), batch)
    assert np.array_equal(ready.predict_proba(X[::-1])[::-1], batch)
    assert np.array_equal(ready.predict_proba(X.astype(np.float64)), batch)
    assert np.array_equal(ready.predict_proba(np.asfortranarray(X)), batch)


def test_probabilities_of_a_matrix_are_those_of_checked_rows(ready):
    X, _ = bank(300, seed=7)
    assert np.array_equal(ready.probabilities(X), ready.predict_proba(X))


def test_pickle_answers_alike(ready):
    X, _ = bank(100, seed=8)
    copy = pickle.loads(pickle.dumps(ready))
    assert np.array_equal(copy.predict_proba(X), ready.predict_proba(X))
    assert np.array_equal(copy.predict(X), ready.predict(X))


def test_stored_classifier_answers_alike(ready):
    X, _ = bank(100, seed=8)
    copy = skops.io.loads(skops.io.dumps(ready), trusted=list(TRUSTED_TYPES))
    assert np.array_equal(copy.predict_proba(X), ready.predict_proba(X))


def test_classifier_that_is_not_fitted_is_pickled():
    assert not hasattr(pickle.loads(pickle.dumps(small())), "forest_")


def test_same_data_gives_the_same_model():
    texts = {small(random_state=5).fit(*bank(3000, seed=8)).forest_ for _ in range(2)}
    assert len(texts) == 1


def test_importance_is_that_of_the_hints(fitted):
    gains = fitted.feature_importances_
    assert gains.shape == (PRODUCTS + 3,)
    assert set(np.argsort(gains)[-2:]) == {PRODUCTS, PRODUCTS + 1}


@pytest.mark.parametrize("rate", [0, 1])
def test_bank_in_which_nobody_or_everybody_buys_is_answered_with_rates(rate):
    X, _ = bank(300, seed=9)
    added = np.where(X[:, :PRODUCTS] == 1, 0, rate)
    added[X[:, :PRODUCTS].all(axis=1)] = 0
    some = ~X[:, :PRODUCTS].all(axis=1)
    model = small().fit(X[some], added[some])
    model.calibrate(X[some], added[some]).choose_thresholds(X[some], added[some])
    assert model.predict_proba(X) == pytest.approx(np.where(X[:, :PRODUCTS] == 1, 0, rate))
    assert np.array_equal(model.feature_importances_, np.zeros(X.shape[1]))
    assert np.array_equal(pickle.loads(pickle.dumps(model)).rates_, model.rates_)


def test_only_product_that_sells_is_learnt():
    X, added = bank(8000, seed=1)
    added[:, 1:] = 0
    month_X, month_added = bank(8000, seed=2)
    month_added[:, 1:] = 0
    model = small(carry=1).fit(X, added).calibrate(month_X, month_added)
    found = model.predict_proba(month_X)
    assert (found[:, 1:] == 0).all()
    assert found[:, 0].sum() == pytest.approx(month_added[:, 0].sum(), rel=0.02)


def test_additions_of_held_products_teach_nothing():
    X, added = bank(3000, seed=1)
    impossible = np.where(X[:, :PRODUCTS] == 1, 1, added)
    assert small().fit(X, impossible).forest_ == small().fit(X, added).forest_


def test_rows_and_weights_are_left_as_they_were():
    given = (*bank(1000, seed=1), np.random.default_rng(0).random(1000))
    kept = [array.copy() for array in given]
    small().fit(*given).calibrate(*given)
    assert all(np.array_equal(*both, equal_nan=True) for both in zip(given, kept, strict=True))


def test_targets_other_than_0_and_1_are_refused():
    X, added = bank(100, seed=9)
    with pytest.raises(ValueError, match="Only binary"):
        small().fit(X, added * 2)
