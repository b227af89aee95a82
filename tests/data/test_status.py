from datetime import date
from itertools import product

import narwhals.stable.v2 as nw
import polars as pl
import pytest

from bank_rs.data.panel import with_history
from bank_rs.data.status import RELATIONS, SEGMENTS, status, status_of

ACTIVITIES = (None, 0, 1)
CASES = list(product(ACTIVITIES, [None, "", "X", *RELATIONS], [None, "", "X", *SEGMENTS]))
SCHEMA = {
    "ind_client_activity": pl.Int32,
    "client_activity_1m": pl.String,
    "client_segment": pl.String,
}


def packed_of(frame):
    return nw.from_native(frame).select(status()).to_native()


def test_status_of_a_frame_is_that_of_each_record():
    packed = packed_of(pl.DataFrame(CASES, SCHEMA, orient="row"))
    assert packed.schema == {"status": pl.UInt8}
    assert packed["status"].to_list() == [status_of(*case) for case in CASES]


def test_status_of_a_pandas_frame_is_the_same():
    frame = pl.DataFrame(CASES, SCHEMA, orient="row").to_pandas()
    packed = packed_of(pl.from_pandas(frame)).to_series()
    assert packed.to_list() == [status_of(*case) for case in CASES]


def test_known_statuses_differ():
    known = list(product((0, 1), [None, *RELATIONS], [None, *SEGMENTS]))
    assert len({status_of(*case) for case in known}) == len(known)


@pytest.mark.parametrize("value", [None, "", "Z"])
def test_value_that_is_not_known_counts_as_none(value):
    assert status_of(None, value, value) == 0


def test_no_status_is_taken_for_a_month_without_a_record():
    highest = max(CASES, key=lambda case: status_of(*case))
    panel = pl.DataFrame([highest, highest], SCHEMA, orient="row").with_columns(
        id=pl.lit(1, pl.Int64),
        fetch_date=pl.Series([date(2016, 1, 28), date(2016, 2, 28)]),
        owned=pl.lit(0, pl.UInt32),
    )
    assert with_history(panel, 1)["status_1"].to_list() == [None, status_of(*highest)]
