import copy
import pickle

import pytest
from sklearn.base import clone

from bank_rs.model.compiled import CompiledEstimator


class Sum(CompiledEstimator):
    """Learns numbers as text."""

    def fit(self, numbers):
        self.classes_ = [0, 1]
        self.text_ = " ".join(map(str, numbers))
        self._compiled = self._compile()
        return self

    def _compile(self):
        # as little as a compiled model can this be stored
        return lambda: sum(map(int, self.text_.split()))

    def answer(self):
        return self._compiled()


@pytest.mark.parametrize("again", [copy.deepcopy, lambda known: pickle.loads(pickle.dumps(known))])
def test_copy_answers_alike(again):
    assert again(Sum().fit([1, 2, 3])).answer() == 6


def test_what_is_compiled_is_not_stored():
    assert "_compiled" not in Sum().fit([1]).__getstate__()


def test_estimator_that_is_not_fitted_has_nothing_compiled():
    for unfitted in (pickle.loads(pickle.dumps(Sum())), clone(Sum().fit([1]))):
        assert not hasattr(unfitted, "_compiled")
