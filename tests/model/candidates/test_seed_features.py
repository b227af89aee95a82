from datetime import date

import numpy as np
import polars as pl
import pytest

from bank_rs.data.ownership import unpack
from bank_rs.model.candidates.seed_features import SeedFeatures


@pytest.fixture(scope="module")
def features(rows):
    return SeedFeatures().fit(rows)


def value(features, row, name):
    return features.transform(row)[0, list(features.get_feature_names_out()).index(name)].item()


def test_columns_are_those_of_the_description(features):
    names = list(features.get_feature_names_out())
    one_hot = sum(len(values) - 1 for values in features.categories_.values())
    assert len(features.categories_) == 5
    assert len(names) == 24 + 6 + one_hot + 2 + 3


def test_first_columns_are_the_products_held(features, rows):
    assert np.array_equal(features.transform(rows)[:, :24], unpack(rows["owned"]))


def test_row_is_encoded_alone_as_in_any_batch(features, rows):
    sample = rows.sample(100, seed=1)
    alone = np.vstack([features.transform(sample[i]) for i in range(sample.height)])
    assert np.array_equal(features.transform(sample), alone)


def test_frequency_is_the_share_of_training_rows(features, rows):
    channel = rows["entry_channel"].drop_nulls().mode().sort()[0]
    share = (rows["entry_channel"] == channel).sum() / rows.height
    row = rows.head(1).with_columns(entry_channel=pl.lit(channel))
    assert value(features, row, "entry_channel") == pytest.approx(share)


def test_value_not_seen_is_0(features, rows):
    row = rows.head(1).with_columns(entry_channel=pl.lit("ZZZ"), client_segment=pl.lit("ZZZ"))
    assert value(features, row, "entry_channel") == 0
    segments = [n for n in features.get_feature_names_out() if n.startswith("client_segment_")]
    assert not any(value(features, row, name) for name in segments)


def test_potential_client_is_encoded_like_one_of_unknown_type(features, rows):
    potential, unknown = (
        rows.head(1).with_columns(client_type_1m=pl.lit(kind, pl.String)) for kind in ("P", None)
    )
    assert np.array_equal(features.transform(potential), features.transform(unknown))


def test_missing_income_is_the_median_of_training(features, rows):
    row = rows.head(1).with_columns(income=pl.lit(None, pl.Float64))
    assert value(features, row, "log_income") == pytest.approx(np.log(rows["income"].median()))


def test_tenure_is_counted_from_the_registration(features, rows):
    row = rows.head(1).with_columns(
        fetch_date=date(2016, 2, 28), registration_date=date(2014, 11, 30)
    )
    assert value(features, row, "tenure_months") == 15


def test_record_of_nulls_is_encoded(features, rows):
    profile = [name for name in rows.columns if name not in ("fetch_date", "owned")]
    empty = rows.head(1).with_columns(
        pl.lit(None, rows.schema[name]).alias(name) for name in profile
    )
    assert np.isfinite(features.transform(empty)).all()


def test_training_rows_without_any_income_are_learnt_from(rows):
    features = SeedFeatures().fit(rows.head(9).with_columns(income=pl.lit(None, pl.Float64)))
    assert features.median_income_ == 1
