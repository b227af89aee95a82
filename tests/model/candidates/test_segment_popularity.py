import numpy as np
import polars as pl
import pytest

from bank_rs.data.ownership import unpack
from bank_rs.model.candidates.segment_popularity import SegmentPopularity

POPULAR = pytest.mark.parametrize("of", ["additions", "holders"])


@POPULAR
def test_weight_of_2_counts_as_the_row_twice(rows, added, repeats, of):
    twice = np.arange(rows.height).repeat(repeats)
    expected = SegmentPopularity(of).fit(rows[twice], added[twice])
    weighted = SegmentPopularity(of).fit(rows, added, repeats.astype(float))
    assert weighted.rates_ == pytest.approx(expected.rates_)


@POPULAR
def test_order_of_the_rows_does_not_matter(rows, added, of):
    forwards = SegmentPopularity(of).fit(rows, added)
    backwards = SegmentPopularity(of).fit(rows.reverse(), added[::-1])
    assert forwards.groups_ == backwards.groups_
    assert np.array_equal(forwards.rates_, backwards.rates_)


def test_additions_are_counted_among_those_who_lack_the_product(rows, added):
    model = SegmentPopularity().fit(rows, added)
    lacking = (unpack(rows["owned"]) == 0).sum(axis=0)
    assert model.rates_[-1] == pytest.approx(added.sum(axis=0) / lacking)


def test_holders_are_counted_among_all(rows, added):
    model = SegmentPopularity("holders").fit(rows, added)
    assert model.rates_[-1] == pytest.approx(unpack(rows["owned"]).mean(axis=0))


def test_group_not_seen_is_answered_with_the_whole(rows, added):
    model = SegmentPopularity().fit(rows, added)
    stranger = rows.head(1).with_columns(client_segment=pl.lit("new"), owned=pl.lit(0, pl.UInt32))
    assert np.array_equal(model.predict_proba(stranger)[0], model.rates_[-1])


def test_ages_of_one_band_are_one_group(rows, added):
    model = SegmentPopularity().fit(rows, added)
    someone = rows.filter(pl.col("client_segment").is_not_null()).head(1)
    ages = pl.concat([someone.with_columns(age=pl.lit(age, pl.Int32)) for age in (25, 34, 35)])
    lower, upper, next_band = model.predict_proba(ages)
    assert np.array_equal(lower, upper)
    assert not np.array_equal(upper, next_band)


def test_missing_age_is_a_group_of_its_own(rows, added):
    some = rows.with_columns(age=pl.when(pl.col("age") % 2 == 0).then("age"))
    groups = SegmentPopularity().fit(some, added).groups_
    assert any(" / missing / " in group for group in groups)


def test_other_kind_of_popularity_is_refused(rows, added):
    with pytest.raises(ValueError, match="'additions' or of 'holders'"):
        SegmentPopularity("fame").fit(rows, added)
