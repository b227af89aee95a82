"""Nothing later than a record informs its features, and nothing judged informs what is learnt."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bank_rs.data.fields import PANEL_SCHEMA
from bank_rs.data.panel import months_of, with_history
from bank_rs.model.additions import AdditionsClassifier
from bank_rs.model.experiment.store import Store
from bank_rs.model.features import ClientFeatures
from bank_rs.model.judgement import judge
from bank_rs.model.panel_file import PanelFile
from bank_rs.model.train import train

KEYS = ("id", "fetch_date")


@pytest.fixture(scope="module")
def features(panel):
    return ClientFeatures().fit(panel)


def until(rows, month):
    return rows.filter(pl.col("fetch_date") <= month).sort(KEYS)


def permuted(panel, after, seed):
    """The panel with everything but the keys dealt out anew among the records after a month."""
    later = panel.filter(pl.col("fetch_date") > after)
    dealt = later.drop(KEYS).sample(fraction=1, shuffle=True, seed=seed)
    changed = later.select(KEYS).hstack(dealt).select(panel.columns)
    return pl.concat([panel.filter(pl.col("fetch_date") <= after), changed])


@given(st.integers(0, 4), st.integers(0, 99))
@settings(max_examples=15)
def test_features_do_not_change_with_later_months(features, panel, place, seed):
    month = months_of(panel)[place]
    expected = features.transform(until(with_history(panel), month))
    for changed in (permuted(panel, month, seed), until(panel, month)):
        found = features.transform(until(with_history(changed), month))
        assert np.array_equal(found, expected, equal_nan=True)


def test_features_of_a_permuted_month_do_change(features, panel):
    months = months_of(panel)
    whole, changed = (
        features.transform(until(with_history(rows), months[-1]))
        for rows in (panel, permuted(panel, months[2], seed=0))
    )
    assert not np.array_equal(whole, changed, equal_nan=True)


def test_targets_are_not_among_what_is_encoded(features, panel):
    rows = with_history(panel)
    strange = rows.with_columns(added=pl.lit(2**24 - 1, pl.UInt32))
    expected = features.transform(rows)
    for given_rows in (strange, rows.drop("added", "id")):
        assert np.array_equal(features.transform(given_rows), expected, equal_nan=True)


def test_rows_judged_are_all_clients_of_both_months(training, panel):
    month, following = (
        set(panel.filter(pl.col("fetch_date") == day)["id"]) for day in months_of(panel)[-2:]
    )
    assert judge(training.champion, panel).clients == len(month & following)
    assert training.evidence.quality.clients == len(month & following)


@pytest.fixture(scope="module")
def changed_file(panel, tmp_path_factory):
    """The panel with another last month: what the judged month adds, and nothing before."""
    path = tmp_path_factory.mktemp("changed") / "panel.parquet"
    last_but_one = months_of(panel)[-2]
    permuted(panel, last_but_one, seed=3).cast(dict(PANEL_SCHEMA)).write_parquet(path)
    return path


def small():
    return AdditionsClassifier(
        rounds=10, incidence_rounds=10, min_leaf_rows=5, min_additions=5, min_share=0
    )


def judged_model(path, folder):
    """Features and classifier as they are before they are judged."""
    store = Store.write(PanelFile(path), folder, others=0.5, origins=1)
    (origin,) = store.origins()
    learnt, month = store.sample(store.before(origin.validation)), store.month(origin.validation)
    features = ClientFeatures().fit(learnt.rows, sample_weight=learnt.weight)
    classifier = small().fit(features.transform(learnt.rows), learnt.added, learnt.weight)
    encoded = features.transform(month.rows)
    classifier.calibrate(encoded, month.added).choose_thresholds(encoded, month.added)
    return features, classifier


def test_fitted_tables_do_not_change_with_later_months(panel_file, changed_file, tmp_path):
    fitted = []
    for name, path in (("whole", panel_file), ("changed", changed_file)):
        (tmp_path / name).mkdir()
        fitted.append(judged_model(path, tmp_path / name))
    (features, classifier), (features_too, classifier_too) = fitted
    assert features.ranks_ == features_too.ranks_
    assert classifier.forest_ == classifier_too.forest_
    for table in ("rates_", "products_", "calibration_", "thresholds_"):
        assert np.array_equal(getattr(classifier, table), getattr(classifier_too, table))


def test_shipped_settings_do_not_come_from_the_judged_month(panel_file, changed_file):
    shipped, other = (
        train(PanelFile(path), "simulated", lambda _: None, small()).champion.pipeline["classifier"]
        for path in (panel_file, changed_file)
    )
    both, mine, theirs = np.intersect1d(shipped.products_, other.products_, return_indices=True)
    assert both.size
    assert shipped.forest_ != other.forest_
    assert np.array_equal(shipped.calibration_[:, mine], other.calibration_[:, theirs])
    assert np.array_equal(shipped.thresholds_, other.thresholds_)
