from itertools import pairwise

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.utils.validation import check_is_fitted

from bank_rs.data.history import HISTORY
from bank_rs.data.ownership import unpack
from bank_rs.data.panel import with_history
from bank_rs.model.features import INPUTS, ClientFeatures, Known, MissingColumnsError
from bank_rs.model.features.inputs import CATEGORIES
from tests.model.features.clients import HISTORIES, RECORDS, frame_of, history_of
from tests.model.features.test_known import status_in


# scikit-learn's own checks give matrices of numbers and pass over estimators that read frames
def test_estimator_is_cloned_with_its_parameters_and_without_its_tables(panel):
    original = ClientFeatures(min_count=3).fit(panel)
    copy = clone(original)
    assert copy.get_params() == {"min_count": 3}
    with pytest.raises(NotFittedError):
        check_is_fitted(copy)


@pytest.fixture(scope="module")
def rows(panel):
    return with_history(panel)


@pytest.fixture(scope="module")
def features(panel):
    return ClientFeatures().fit(panel)


def column(features, frame, name):
    return features.transform(frame)[:, list(features.get_feature_names_out()).index(name)]


def encoded_alone(features, record, history):
    known = Known.of_record(record["owned"], status_in(record), history)
    return features.transform_record(record, known)


def test_first_columns_are_the_products_held(features, panel):
    assert np.array_equal(features.transform(panel)[:, :24], unpack(panel["owned"]))


def test_columns_are_named(features, rows):
    names = features.get_feature_names_out()
    encoded = features.transform(rows.head(3))
    assert encoded.shape == (3, len(names))
    assert encoded.dtype == np.float32
    assert len(set(names)) == len(names)


def test_record_is_encoded_as_in_a_frame(features, rows):
    sample = rows.sample(3000, seed=1)
    alone = [encoded_alone(features, row, history_of(row)) for row in sample.to_dicts()]
    assert np.array_equal(features.transform(sample), np.concatenate(alone), equal_nan=True)


@given(st.lists(st.tuples(RECORDS, HISTORIES), min_size=1, max_size=4))
def test_strange_record_is_encoded_as_in_a_frame(features, clients):
    alone = [encoded_alone(features, record, history) for record, history in clients]
    frame = frame_of(*zip(*clients, strict=True))
    assert np.array_equal(features.transform(frame), np.concatenate(alone), equal_nan=True)


@given(st.tuples(RECORDS, HISTORIES))
def test_what_a_record_lacks_is_not_known(features, client):
    record, history = client
    told = {name: value for name, value in record.items() if value is not None}
    known = Known.of_record(record["owned"], status_in(record), history)
    alike = (features.transform_record(given, known) for given in (record, told))
    assert np.array_equal(*alike, equal_nan=True)


def test_row_is_encoded_alone_as_in_any_batch(features, rows):
    sample = rows.sample(200, seed=1)
    batch = features.transform(sample)
    alone = np.vstack([features.transform(sample[i]) for i in range(sample.height)])
    shuffled = features.transform(sample.reverse())[::-1]
    assert np.array_equal(batch, alone, equal_nan=True)
    assert np.array_equal(batch, shuffled, equal_nan=True)


def test_frame_is_encoded_as_its_parts(features, rows):
    whole = features.transform(rows)
    cuts = [0, 1, 4999, 5001, rows.height]
    parts = [features.transform(rows[start:stop]) for start, stop in pairwise(cuts)]
    assert np.array_equal(whole, np.concatenate(parts), equal_nan=True)


@given(st.lists(st.tuples(RECORDS, HISTORIES), min_size=1, max_size=4))
def test_pandas_is_encoded_like_polars(features, clients):
    frame = frame_of(*zip(*clients, strict=True))
    pandas = frame.to_pandas()
    assert np.array_equal(features.transform(pandas), features.transform(frame), equal_nan=True)


def test_simulated_pandas_frame_is_encoded_like_polars(features, rows):
    sample = rows.sample(500, seed=2)
    expected = features.transform(sample)
    assert np.array_equal(features.transform(sample.to_pandas()), expected, equal_nan=True)


def test_rows_without_history_are_first_records(features, rows):
    forgotten = rows.with_columns(pl.lit(None, rows.schema[name]).alias(name) for name in HISTORY)
    bare = features.transform(rows.drop(HISTORY))
    assert np.array_equal(bare, features.transform(forgotten), equal_nan=True)
    assert (column(features, forgotten, "months_known") == 1).all()


def test_empty_frame_is_encoded_to_no_rows(features, rows):
    width = len(features.get_feature_names_out())
    assert features.transform(rows.clear()).shape == (0, width)


def test_categories_rank_by_frequency_in_training(features, panel):
    for name in CATEGORIES:
        counts = (
            panel[name].drop_nulls().value_counts().sort(["count", name], descending=[True, False])
        )
        common = counts.filter(pl.col("count") >= features.min_count)[name].to_list()
        assert features.ranks_[name] == {value: rank for rank, value in enumerate(common)}


def test_categories_rank_by_weight(panel):
    random = np.random.default_rng(0)
    repeats = random.integers(1, 4, panel.height)
    weighted = ClientFeatures().fit(panel, sample_weight=repeats)
    repeated = panel[np.repeat(np.arange(panel.height), repeats)]
    assert weighted.ranks_ == ClientFeatures().fit(repeated).ranks_


def test_category_not_seen_is_missing(features, panel):
    strange = panel.head(1).with_columns(entry_channel=pl.lit("ZZZ"))
    assert np.isnan(column(features, strange, "entry_channel"))


def test_record_of_nulls_has_no_profile(features, panel):
    profile = [name for name in panel.columns if name not in ("fetch_date", "owned", "unknown")]
    empty = panel.head(1).with_columns(
        pl.lit(None, panel.schema[name]).alias(name) for name in profile
    )
    values = features.transform(empty)[0]
    found = dict(zip(features.get_feature_names_out(), values, strict=True))
    unknown = [name for name in found if name in INPUTS or name == "months_since_registration"]
    assert np.isnan([found[name] for name in unknown]).all()
    assert (found["months_known"], found["calendar_month"]) == (1, 12)


def test_transform_before_fit_is_refused(panel):
    with pytest.raises(NotFittedError):
        ClientFeatures().transform(panel)


@pytest.mark.parametrize("name", INPUTS)
def test_missing_columns_are_named(features, panel, name):
    with pytest.raises(MissingColumnsError, match=name):
        features.transform(panel.drop(name))
