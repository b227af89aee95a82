from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from sklearn.dummy import DummyClassifier
from sklearn.pipeline import Pipeline

from bank_rs.data.panel import split_by_time, with_history
from bank_rs.exploration.preprocessing import Checks
from bank_rs.model.features import ClientFeatures


class Forgetful(ClientFeatures):
    """Breaks its word: counts what a batch holds and reads what is added later."""

    def transform(self, X):
        matrix = super().transform(X)
        matrix[:, -1] = X["age"].mean() + X["added"].fill_null(0).cast(pl.Float32).to_numpy()
        return matrix


@pytest.fixture(scope="module")
def histories(panel):
    return split_by_time(with_history(panel).drop_nulls("added")).train


def checks_of(features, panel, rows):
    steps = [("features", features), ("classifier", DummyClassifier(strategy="prior"))]
    pipeline = Pipeline(steps).fit(rows, (rows["added"] != 0).to_numpy())
    return Checks(pipeline, panel, rows.head(300))


def test_checks_of_the_package_own_features_are_all_kept(panel, histories):
    table = checks_of(ClientFeatures(), panel, histories).table()
    assert table.columns == ["promise", "tried", "kept"]
    assert table["kept"].all(), table.filter(~pl.col("kept"))["promise"].to_list()


def test_checks_find_features_that_depend_on_the_batch(panel, histories):
    assert not checks_of(Forgetful(), panel, histories).alone_as_in_batch()


def test_checks_find_features_that_read_later_months(panel, histories):
    checks = checks_of(Forgetful(), panel, histories)
    last = histories["fetch_date"].max()
    latest = replace(checks, rows=histories.filter(pl.col("fetch_date") == last))
    assert not latest.blind_to_the_future()


def test_checks_find_flags_out_of_order(panel, histories):
    class Reversed(ClientFeatures):
        def transform(self, X):
            return np.ascontiguousarray(super().transform(X)[:, ::-1])

    checks = checks_of(Reversed(), panel, histories)
    assert not checks.held_first()
    assert checks.in_any_order()
