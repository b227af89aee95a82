import numpy as np
import pytest

from bank_rs.model.forest import Forest
from bank_rs.model.stages import fit_stages, stage_scores

SETTINGS = {"num_leaves": 7, "min_data_in_leaf": 5, "num_threads": 1, "learning_rate": 0.3}


def month(products, clients=6000):
    """Clients with a hint of buying and a hint of what."""
    random = np.random.default_rng(0)
    X = random.random((clients, 3)).astype(np.float32)
    likely = np.floor(X[:, 1] * products).astype(int)
    added = np.zeros((clients, products), int)
    added[np.arange(clients), likely] = random.random(clients) < X[:, 0] / 2
    return X, added


@pytest.fixture(scope="module")
def fitted():
    X, added = month(4)
    return Forest(fit_stages(X, added, np.ones(len(X)), 20, 20, **SETTINGS))


def test_incidence_has_the_level_of_the_buyers(fitted):
    X, added = month(4)
    incidence, _ = stage_scores(fitted, X, np.ones(added.shape, bool))
    chance = 1 / (1 + np.exp(-incidence[:, 0]))
    buys = added.any(axis=1)
    assert chance.mean() == pytest.approx(buys.mean(), rel=0.05)
    assert chance[buys].mean() > 1.2 * chance[~buys].mean()


def test_shares_of_what_is_free_are_1_together(fitted):
    X, added = month(4)
    free = np.random.default_rng(1).random(added.shape) < 0.7
    _, choice = stage_scores(fitted, X, free)
    shares = np.exp(choice, where=free, out=np.zeros(choice.shape)).sum(axis=1)
    assert shares[free.any(axis=1)] == pytest.approx(1)


def test_choice_finds_the_likely_product(fitted):
    X, added = month(4)
    _, choice = stage_scores(fitted, X, np.ones(added.shape, bool))
    buys = added.any(axis=1)
    assert (choice.argmax(axis=1) == added.argmax(axis=1))[buys].mean() > 0.9


def test_client_with_nothing_to_choose_has_finite_scores(fitted):
    X, _ = month(4)
    incidence, choice = stage_scores(fitted, X[:9], np.zeros((9, 4), bool))
    assert np.isfinite(incidence).all()
    assert np.isfinite(choice).all()


def test_only_product_is_always_chosen():
    X, added = month(1)
    forest = Forest(fit_stages(X, added, np.ones(len(X)), 10, 10, **SETTINGS))
    _, choice = stage_scores(forest, X, np.ones(added.shape, bool))
    assert choice == pytest.approx(0)


def test_client_who_adds_several_counts_once():
    X, added = month(2, clients=2000)
    added[added.any(axis=1)] = 1
    both = Forest(fit_stages(X, added, np.ones(len(X)), 5, 5, **SETTINGS))
    incidence, choice = stage_scores(both, X, np.ones(added.shape, bool))
    chance = 1 / (1 + np.exp(-incidence))
    assert chance.sum() == pytest.approx(added[:, 0].sum(), rel=0.05)
    assert np.exp(choice) == pytest.approx(0.5)


@pytest.mark.parametrize("added", [np.zeros((50, 2), int), np.eye(2, dtype=int)[[0, 1] * 25]])
def test_nothing_is_learnt_where_nobody_or_everybody_adds(added):
    assert fit_stages(np.zeros((50, 3)), added, np.ones(50), 5, 5, **SETTINGS) == ""


def test_same_rows_give_the_same_text():
    X, added = month(3, clients=2000)
    texts = {fit_stages(X, added, np.ones(len(X)), 5, 5, **SETTINGS, seed=3) for _ in range(2)}
    assert len(texts) == 1
