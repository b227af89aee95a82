import numpy as np
import pytest
from sklearn.pipeline import Pipeline

from bank_rs.model.candidates.fitting import fit_candidate
from bank_rs.model.candidates.histogram import HistogramClassifier
from bank_rs.model.candidates.segment_popularity import SegmentPopularity
from bank_rs.model.features import ClientFeatures


@pytest.fixture(scope="module")
def weights(added):
    return np.where(added.any(axis=1), 1.0, 10.0)


def test_weights_reach_an_estimator_of_rows(rows, added, weights):
    found = fit_candidate(SegmentPopularity(), rows, added, weights)
    assert np.array_equal(found.rates_, SegmentPopularity().fit(rows, added, weights).rates_)


def test_weights_reach_the_last_step_of_a_pipeline(rows, added, weights):
    classifier = HistogramClassifier(rounds=1, min_additions=10_000)
    pipeline = Pipeline([("features", ClientFeatures()), ("trees", classifier)])
    rates = fit_candidate(pipeline, rows, added, weights)["trees"].popularity_.rates_
    lacking = weights @ (ClientFeatures().fit_transform(rows)[:, :24] == 0)
    assert rates == pytest.approx(weights @ added / lacking)


def test_estimator_is_fitted_without_weights(rows, added):
    model = SegmentPopularity()
    assert fit_candidate(model, rows, added) is model
    assert len(model.rates_) == len(model.groups_) + 1
