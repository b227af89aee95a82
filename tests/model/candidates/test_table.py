import re

import numpy as np
import pytest

from bank_rs.data.ownership import unpack
from bank_rs.model.candidates import candidates, fit_candidate

ALL = [pytest.param(candidate, id=candidate.name) for candidate in candidates()]


@pytest.fixture(scope="module", params=ALL)
def model(request, rows, added):
    return fit_candidate(request.param.make(), rows, added)


def test_names_are_distinct_and_fit_for_files():
    names = [candidate.name for candidate in candidates()]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch("[a-z-]+", name) for name in names)


@pytest.mark.parametrize("candidate", ALL)
def test_each_call_makes_a_fresh_estimator(candidate):
    assert candidate.make() is not candidate.make()


def test_probabilities_are_24_a_client_and_0_where_held(model, rows):
    probabilities = model.predict_proba(rows)
    assert probabilities.shape == (rows.height, 24)
    assert probabilities.dtype == np.float64
    assert ((probabilities >= 0) & (probabilities <= 1)).all()
    assert not probabilities[unpack(rows["owned"]) == 1].any()


def test_row_is_answered_alone_as_in_any_batch(model, rows):
    sample = rows.sample(40, seed=3)
    batch = model.predict_proba(sample)
    alone = np.vstack([model.predict_proba(sample[i]) for i in range(sample.height)])
    assert alone == pytest.approx(batch, abs=1e-12)
    assert model.predict_proba(sample.reverse())[::-1] == pytest.approx(batch, abs=1e-12)


def test_what_was_learnt_ranks_better_than_chance(model, rows, added):
    buyers = added.any(axis=1)
    first = model.predict_proba(rows)[buyers].argmax(axis=1)
    assert added[buyers][np.arange(buyers.sum()), first].mean() > 0.2
