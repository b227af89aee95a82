from itertools import product

import polars as pl
import pytest

from bank_rs.data.history import Timeline
from bank_rs.data.status import RELATIONS, SEGMENTS, status, status_of

ACTIVITIES = (None, 0, 1)
CASES = list(product(ACTIVITIES, [None, "", "X", *RELATIONS], [None, "", "X", *SEGMENTS]))
SCHEMA = {
    "ind_client_activity": pl.Int32,
    "client_activity_1m": pl.String,
    "client_segment": pl.String,
}


def test_status_of_a_frame_is_that_of_each_record():
    packed = pl.DataFrame(CASES, SCHEMA, orient="row").select(status())
    assert packed.schema == {"status": pl.UInt8}
    assert packed["status"].to_list() == [status_of(*case) for case in CASES]


def test_status_of_a_pandas_frame_is_the_same():
    frame = pl.DataFrame(CASES, SCHEMA, orient="row").to_pandas()
    packed = pl.from_pandas(frame).select(status()).to_series()
    assert packed.to_list() == [status_of(*case) for case in CASES]


def test_known_statuses_differ():
    known = list(product((0, 1), [None, *RELATIONS], [None, *SEGMENTS]))
    assert len({status_of(*case) for case in known}) == len(known)


@pytest.mark.parametrize("value", [None, "", "Z"])
def test_value_that_is_not_known_counts_as_none(value):
    assert status_of(None, value, value) == 0


def test_no_status_is_taken_for_a_month_without_a_record():
    panel = pl.DataFrame(
        {"id": [1, 1], "fetch_date": ["2016-01-28", "2016-02-28"], "owned": [0, 0]},
        schema_overrides={"owned": pl.UInt32},
    ).with_columns(pl.col("fetch_date").str.to_date())
    highest = max(status_of(*case) for case in CASES)
    statuses = pl.Series("status", [highest, 0], pl.UInt8)
    assert Timeline.of(panel).history(statuses, 1)["status_1"].to_list() == [None, highest]
