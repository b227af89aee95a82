import numpy as np
import polars as pl
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.utils.validation import check_is_fitted

from bank_rs.data.ownership import unpack
from bank_rs.model.features import ClientFeatures, MissingColumnsError


# scikit-learn's own checks give matrices of numbers and pass over estimators that read frames
def test_estimator_is_cloned_with_its_parameters_and_without_its_tables(panel):
    original = ClientFeatures(min_count=3).fit(panel)
    copy = clone(original)
    assert copy.get_params() == {"min_count": 3}
    with pytest.raises(NotFittedError):
        check_is_fitted(copy)


@pytest.fixture(scope="module")
def features(panel):
    return ClientFeatures().fit(panel)


def column(features, frame, name):
    return features.transform(frame)[:, list(features.get_feature_names_out()).index(name)]


def test_first_columns_are_the_products_held(features, panel):
    assert np.array_equal(features.transform(panel)[:, :24], unpack(panel["owned"]))


def test_row_is_encoded_alone_as_in_any_batch(features, panel):
    sample = panel.sample(200, seed=1)
    batch = features.transform(sample)
    alone = np.vstack([features.transform(sample[i]) for i in range(sample.height)])
    shuffled = features.transform(sample.reverse())[::-1]
    assert np.array_equal(batch, alone, equal_nan=True)
    assert np.array_equal(batch, shuffled, equal_nan=True)


def test_pandas_is_encoded_like_polars(features, panel):
    sample = panel.sample(100, seed=2)
    expected = features.transform(sample)
    assert np.array_equal(features.transform(sample.to_pandas()), expected, equal_nan=True)


def test_categories_rank_by_frequency_in_training(features, panel):
    most_common = panel["client_segment"].drop_nulls().mode().sort()[0]
    assert features.ranks_["client_segment"][most_common] == 0


def test_category_not_seen_is_missing(features, panel):
    strange = panel.head(1).with_columns(entry_channel=pl.lit("ZZZ"))
    assert np.isnan(column(features, strange, "entry_channel"))


def test_record_of_nulls_is_encoded(features, panel):
    profile = [name for name in panel.columns if name not in ("fetch_date", "owned", "unknown")]
    empty = panel.head(1).with_columns(
        pl.lit(None, panel.schema[name]).alias(name) for name in profile
    )
    encoded = features.transform(empty)
    assert np.isnan(encoded[0, 26:]).all()
    assert np.isfinite(encoded[0, :26]).all()


def test_transform_before_fit_is_refused(panel):
    with pytest.raises(NotFittedError):
        ClientFeatures().transform(panel)


def test_missing_columns_are_named(features, panel):
    with pytest.raises(MissingColumnsError, match="income"):
        features.transform(panel.drop("income"))
