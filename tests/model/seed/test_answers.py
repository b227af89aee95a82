from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
import pytest
from sklearn.utils.validation import check_is_fitted

from bank_rs.data.ownership import unpack
from bank_rs.model.candidates.segment_popularity import SegmentPopularity
from bank_rs.model.seed.answers import answer_last_training_month, answer_test
from bank_rs.model.seed.protocol import ProtocolError


def test_test_rows_are_answered_by_a_copy_fitted_on_all_training_rows(protocol):
    model = SegmentPopularity()
    answers = answer_test(protocol, model)
    fitted = SegmentPopularity().fit(protocol.train, unpack(protocol.train["added"]))
    targets = list(protocol.targets)
    assert np.array_equal(answers.probabilities, fitted.predict_proba(protocol.test)[:, targets])
    assert np.array_equal(answers.added, unpack(protocol.test["added"])[:, targets])
    with pytest.raises(ValueError, match="not fitted"):
        check_is_fitted(model)


def test_last_training_month_is_answered_by_the_months_before(protocol):
    march = pl.col("fetch_date") == date(2016, 3, 28)
    earlier, last = protocol.train.filter(~march), protocol.train.filter(march)
    answers = answer_last_training_month(protocol, SegmentPopularity())
    fitted = SegmentPopularity().fit(earlier, unpack(earlier["added"]))
    expected = fitted.predict_proba(last)[:, list(protocol.targets)]
    assert np.array_equal(answers.probabilities, expected)


def test_test_rows_have_no_part_in_the_last_training_month(protocol):
    none = replace(protocol, test=protocol.test.clear())
    with_test, without = (
        answer_last_training_month(rows, SegmentPopularity()) for rows in (protocol, none)
    )
    assert np.array_equal(with_test.probabilities, without.probabilities)


def test_sample_says_what_is_learnt_from(protocol):
    def buyers_twice(rows):
        buyers = rows.filter(pl.col("added") != 0)
        return buyers, np.full(buyers.height, 2.0)

    buyers = protocol.train.filter(pl.col("added") != 0)
    fitted = SegmentPopularity().fit(buyers, unpack(buyers["added"]), np.full(buyers.height, 2.0))
    answers = answer_test(protocol, SegmentPopularity(), buyers_twice)
    expected = fitted.predict_proba(protocol.test)[:, list(protocol.targets)]
    assert np.array_equal(answers.probabilities, expected)


def test_one_training_month_is_refused(protocol):
    short = protocol.train.filter(pl.col("fetch_date") == date(2016, 3, 28))
    with pytest.raises(ProtocolError, match="protocol B are of one month"):
        answer_last_training_month(replace(protocol, train=short), SegmentPopularity())
