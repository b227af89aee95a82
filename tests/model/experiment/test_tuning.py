import pytest

from bank_rs.model.candidates import candidates
from bank_rs.model.experiment.fold import Fold
from bank_rs.model.experiment.search_space import SEARCH_SPACES, Real, Whole
from bank_rs.model.experiment.tuning import Attempt, Tuned, tunable, tune, tuning_folds
from tests.model.experiment import small

SPACE = {"classifier__rounds": Whole(2, 9), "classifier__learning_rate": Real(0.05, 0.2)}
TRIALS_SECONDS = 2.0


@pytest.fixture(scope="module")
def folds(store):
    return tuning_folds(store)


@pytest.fixture(scope="module")
def tuned(folds):
    return tune(small.MODEL, SPACE, folds, TRIALS_SECONDS)


def test_month_that_candidates_are_compared_on_has_no_part(folds, origin):
    assert max(fold.origin.judged for fold in folds) < origin.judged


def test_first_trial_is_the_candidate_as_it_is(tuned, folds):
    first = tuned.attempts[0]
    assert first.parameters == {}
    assert list(first.scores) == [fold.score(small.model()) for fold in folds]


def test_trials_stay_within_bounds_and_the_best_wins(tuned):
    for attempt in tuned.attempts[1:]:
        assert 2 <= attempt.parameters["classifier__rounds"] <= 9
        assert 0.05 <= attempt.parameters["classifier__learning_rate"] <= 0.2
    whole = [attempt.score for attempt in tuned.attempts if not attempt.pruned]
    assert tuned.best.score == max(whole)


def test_search_without_time_tries_the_candidate_as_it_is(folds):
    shares: list[float] = []
    tuned = tune(small.MODEL, SPACE, folds, 0, lambda _, share: shares.append(share))
    assert len(tuned.attempts) == 1
    assert shares == [1.0]


def test_hopeless_trial_is_given_up_and_never_the_best(folds):
    """Four trials as good as the candidate, then those without a leaf to split."""
    hopeless = {"classifier__min_leaf_rows": Whole(10**6, 10**6)}
    tuned = tune(small.MODEL, hopeless, [*folds, *folds], TRIALS_SECONDS)
    assert all(len(attempt.scores) < 2 for attempt in tuned.attempts if attempt.pruned)
    assert tuned.best.number == 0


def test_best_passes_over_what_was_given_up():
    given_up, whole = Attempt(1, {}, [0.9], pruned=True), Attempt(0, {}, [0.5, 0.6], pruned=False)
    assert Tuned(small.MODEL, [whole, given_up]).best is whole


def test_only_candidates_with_a_space_are_tuned():
    assert tunable([small.POPULARITY, small.MODEL, small.COMEBACK]) == [small.MODEL]


def test_fold_learns_from_no_more_rows_than_asked(store, origin):
    whole, few = Fold.read(store, origin), Fold.read(store, origin, most=500)
    assert few.learnt.rows.height < 700 < whole.learnt.rows.height
    assert few.buyers.height == whole.buyers.height == (whole.buyers["added"] != 0).sum()
    assert len(few.learnt.added) == len(few.learnt.weight) == few.learnt.rows.height


def test_spaces_are_of_parameters_that_exist():
    for candidate in candidates():
        known = candidate.make().get_params()
        assert set(SEARCH_SPACES.get(candidate.name, {})) <= set(known)
