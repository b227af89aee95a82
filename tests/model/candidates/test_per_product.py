import pickle

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.utils.estimator_checks import parametrize_with_checks

from bank_rs.model.candidates.per_product import PerProductClassifier
from bank_rs.model.thresholds import NEVER

PRODUCTS_ARE_THE_FIRST_COLUMNS = "X must hold a column for each product, y only 0 and 1"


def expected_failures(_) -> dict[str, str]:
    return dict.fromkeys(
        (
            "check_classifier_data_not_an_array",
            "check_classifiers_classes",
            "check_classifiers_multilabel_output_format_decision_function",
            "check_classifiers_multilabel_output_format_predict",
            "check_classifiers_multilabel_output_format_predict_proba",
            "check_classifiers_multilabel_representation_invariance",
            "check_classifiers_one_label",
            "check_classifiers_train",
            "check_estimators_dtypes",
            "check_fit2d_1feature",
            "check_sample_weights_not_an_array",
            "check_sample_weights_not_overwritten",
            "check_sample_weights_pandas_series",
            "check_sample_weights_shape",
        ),
        PRODUCTS_ARE_THE_FIRST_COLUMNS,
    )


@parametrize_with_checks(
    [PerProductClassifier(rounds=5, min_leaf_rows=1, min_additions=2)],
    expected_failed_checks=expected_failures,
)
def test_estimator_keeps_scikit_learn_conventions(estimator, check):
    check(estimator)


def bank(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Three products; the first is added when the fourth column is high, the last hardly ever."""
    random = np.random.default_rng(seed)
    X = random.normal(size=(n, 5))
    X[:, :3] = random.random((n, 3)) < 0.3
    added = random.random((n, 3)) < np.column_stack(
        [1 / (1 + np.exp(4 - 3 * X[:, 3])), np.full(n, 0.05), np.full(n, 0.0005)]
    )
    return X, (added & (X[:, :3] == 0)).astype(int)


@pytest.fixture(scope="module")
def fitted():
    return PerProductClassifier(rounds=40).fit(*bank(6000, seed=1))


def test_held_product_has_probability_0(fitted):
    X, _ = bank(500, seed=2)
    probabilities = fitted.predict_proba(X)
    assert (probabilities[X[:, :3] == 1] == 0).all()
    assert (probabilities[X[:, :3] == 0] > 0).all()


def test_held_product_is_never_answered(fitted):
    X, _ = bank(500, seed=2)
    everything = clone(fitted).fit(*bank(6000, seed=1))
    everything.thresholds_ = np.full(3, 1e-9)
    assert (everything.predict(X)[X[:, :3] == 1] == 0).all()


def test_what_drives_an_addition_is_learnt(fitted):
    X, added = bank(6000, seed=3)
    scores = fitted.predict_proba(X)[:, 0]
    free = X[:, 0] == 0
    high, low = scores[free & (added[:, 0] == 1)], scores[free & (added[:, 0] == 0)]
    assert np.median(high) > 3 * np.median(low)


def test_probabilities_keep_their_level_when_negatives_are_drawn():
    X, added = bank(8000, seed=4)
    drawn = PerProductClassifier(rounds=40, max_negatives=1000).fit(X, added)
    expected, actual = drawn.predict_proba(X).sum(axis=0), added.sum(axis=0)
    assert expected[:2] == pytest.approx(actual[:2], rel=0.1)


def test_rare_product_gets_its_rate(fitted):
    X, added = bank(6000, seed=1)
    assert fitted.models_[2] == ""
    free = X[:, 2] == 0
    assert fitted.predict_proba(X)[free, 2] == pytest.approx(added[free, 2].mean())


def test_thresholds_follow_f1_and_leave_rare_products_out(fitted):
    X, added = bank(6000, seed=5)
    chosen = clone(fitted).fit(*bank(6000, seed=1)).choose_thresholds(X, added)

    def f1(threshold: float) -> float:
        answers = chosen.predict_proba(X)[:, 0] >= threshold
        return 2 * (answers & (added[:, 0] == 1)).sum() / (answers.sum() + added[:, 0].sum())

    assert chosen.thresholds_[2] == NEVER
    assert f1(chosen.thresholds_[0]) >= max(f1(t) for t in np.linspace(0.01, 0.99, 50))


def test_rows_are_answered_alone_as_in_any_batch(fitted):
    X, _ = bank(1500, seed=6)
    alone = np.vstack([fitted.predict_proba(X[i : i + 1]) for i in range(len(X))])
    assert np.array_equal(alone, fitted.predict_proba(X))


def test_pickle_answers_alike(fitted):
    X, _ = bank(100, seed=7)
    assert np.array_equal(
        pickle.loads(pickle.dumps(fitted)).predict_proba(X), fitted.predict_proba(X)
    )


def test_same_data_gives_the_same_models():
    first, second = (PerProductClassifier(rounds=5).fit(*bank(3000, seed=8)) for _ in range(2))
    assert first.models_ == second.models_


def test_targets_other_than_0_and_1_are_refused():
    X, added = bank(100, seed=9)
    with pytest.raises(ValueError, match="Only binary"):
        PerProductClassifier().fit(X, added * 2)
