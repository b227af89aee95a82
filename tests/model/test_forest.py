from concurrent.futures import ThreadPoolExecutor

import lightgbm as lgb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from bank_rs.model.booster import fit_booster
from bank_rs.model.forest import Forest
from bank_rs.model.forest_text import ForestTextError, merge

FEATURES = 6
SETTINGS = {"num_leaves": 7, "min_data_in_leaf": 5, "num_threads": 1}


def matrix(n, seed):
    random = np.random.default_rng(seed)
    X = random.normal(size=(n, FEATURES)).astype(np.float32)
    X[random.random(X.shape) < 0.1] = np.nan
    X[:, 0] = random.integers(0, 3, n)
    return X


@pytest.fixture(scope="module")
def texts():
    """A model with one output, one with three and more rounds, and one that cannot split."""
    X = np.nan_to_num(rows := matrix(3000, seed=0))
    ones = np.ones(len(X))
    classes = (X[:, 0] + (X[:, 1] > 0)).clip(0, 2)
    three = {"objective": "multiclass", "num_class": 3}
    return [
        fit_booster(rows, X[:, 1] + X[:, 2] > 0, ones, 5, objective="binary", **SETTINGS),
        fit_booster(rows, classes, ones, 9, **three, **SETTINGS),
        fit_booster(rows[:4], classes[:4] > 0, ones[:4], 5, objective="binary", **SETTINGS),
    ]


@pytest.fixture(scope="module")
def forest(texts):
    return Forest(merge(texts))


def apart(texts, X):
    """Raw scores of each model, asked by LightGBM itself."""
    boosters = [lgb.Booster(model_str=text) for text in texts]
    scores = [b.predict(X, raw_score=True, num_threads=1).reshape(len(X), -1) for b in boosters]
    return np.hstack(scores)


def test_scores_are_those_of_the_models(forest, texts):
    X = matrix(5000, seed=1)
    assert forest.outputs == 5
    assert np.array_equal(forest.scores(X), apart(texts, X))


def test_scores_do_not_depend_on_the_order_of_the_models(texts):
    X = matrix(500, seed=1)
    backwards = Forest(merge(texts[::-1])).scores(X)
    assert np.array_equal(backwards, apart(texts[::-1], X))


def test_scores_of_one_model_are_its_own(texts):
    X = matrix(500, seed=2)
    for text in texts:
        assert np.array_equal(Forest(merge([text])).scores(X), apart([text], X))


def test_row_has_the_same_scores_alone_as_in_any_batch(forest):
    X = matrix(2000, seed=3)
    alone = [forest.scores(X[i : i + 1]) for i in range(len(X))]
    assert np.array_equal(np.concatenate(alone), forest.scores(X))
    assert np.array_equal(forest.scores(X[:7]), forest.scores(X)[:7])


@given(arrays(np.float32, (2, FEATURES), elements=st.floats(width=32, allow_infinity=False)))
@settings(max_examples=300)
def test_strange_row_has_the_same_scores_alone(forest, X):
    assert np.array_equal(forest.scores(X[:1]), forest.scores(X)[:1])


def test_wide_numbers_are_read_as_narrow_ones(forest):
    X = matrix(300, seed=4)
    wide = X.astype(np.float64) * (1 + 1e-12)
    assert np.array_equal(forest.scores(wide), forest.scores(X))
    assert np.array_equal(forest.scores(wide[:1]), forest.scores(X[:1]))


def test_row_of_a_wider_matrix_is_read_where_it_lies(forest):
    X = matrix(300, seed=5)
    wider = np.asfortranarray(np.hstack([X, X]))[:, :FEATURES]
    assert np.array_equal(forest.scores(wider[3:4]), forest.scores(X[3:4]))


def test_scores_given_out_are_kept(forest):
    X = matrix(2, seed=6)
    first = forest.scores(X[:1])
    kept = first.copy()
    forest.scores(X[1:])
    assert np.array_equal(first, kept)


def test_threads_ask_at_once(forest):
    X = matrix(400, seed=7)
    expected = forest.scores(X)

    def wrong(start):
        places = [(start + i) % len(X) for i in range(len(X))]
        return sum(not np.array_equal(forest.scores(X[p : p + 1])[0], expected[p]) for p in places)

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(wrong, range(0, 400, 50))) == 0


def test_row_of_another_width_is_refused(forest):
    with pytest.raises(ValueError, match=f"{FEATURES + 1} features, the model {FEATURES}"):
        forest.scores(np.zeros((1, FEATURES + 1), np.float32))


def test_text_that_is_no_model_is_refused():
    with pytest.raises(ForestTextError, match="no trees"):
        Forest("no model")


@pytest.mark.parametrize("leaves", [16, 17, 32, 33, 64])
def test_scores_of_trees_of_any_size_are_those_of_the_model(leaves):
    X = matrix(4000, seed=8)
    grown = {"num_leaves": leaves, "min_data_in_leaf": 2, "objective": "regression", "lambda_l2": 0}
    text = fit_booster(X, X[:, 0] * np.nan_to_num(X[:, 1]), np.ones(len(X)), 6, **grown)
    assert f"num_leaves={leaves}\n" in text
    forest = Forest(text)
    for rows in (X, X[:1], X[:3]):
        assert np.array_equal(forest.scores(rows), apart([text], rows))


def test_tree_of_more_than_64_leaves_is_refused():
    X = matrix(4000, seed=9)
    grown = {"num_leaves": 65, "min_data_in_leaf": 2, "objective": "regression", "lambda_l2": 0}
    text = fit_booster(X, X[:, 0] * np.nan_to_num(X[:, 1]), np.ones(len(X)), 2, **grown)
    with pytest.raises(ForestTextError, match="65 leaves"):
        Forest(text)


def test_tree_that_takes_zeros_for_missing_is_refused():
    X = np.nan_to_num(matrix(500, seed=10))
    given = {"objective": "regression", "zero_as_missing": True}
    text = fit_booster(X, X[:, 1].copy(), np.ones(len(X)), 2, **given, **SETTINGS)
    with pytest.raises(ForestTextError, match="zeros"):
        Forest(text)


def test_tree_that_splits_by_categories_is_refused():
    X = matrix(500, seed=11)
    data = lgb.Dataset(X, X[:, 0] == 1, categorical_feature=[0], params={"verbosity": -1})
    text = lgb.train({"objective": "binary", "verbosity": -1}, data, 2).model_to_string()
    with pytest.raises(ForestTextError, match="categories"):
        Forest(text)


def test_gains_are_the_sums_of_the_models(forest, texts):
    gains = [lgb.Booster(model_str=text).feature_importance("gain") for text in texts]
    assert forest.gains() == pytest.approx(np.sum(gains, axis=0))


def test_merge_of_the_same_texts_is_the_same_text(texts):
    assert merge(texts) == merge(texts)
