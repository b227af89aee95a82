from datetime import date

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from bank_rs.data.fields import FIRST_DATE, LAST_DATE
from bank_rs.data.keys import month_keys

RECORDS = st.tuples(st.integers(0, 10**12), st.dates(FIRST_DATE, LAST_DATE))


@given(RECORDS, RECORDS)
def test_keys_order_clients_then_count_months(one, other):
    panel = pl.DataFrame([one, other], schema={"id": pl.Int64, "fetch_date": pl.Date}, orient="row")
    first, second = month_keys(panel).tolist()

    def month_of(day: date) -> int:
        return 12 * day.year + day.month

    if one[0] == other[0]:
        assert second - first == month_of(other[1]) - month_of(one[1])
    else:
        assert (second > first) == (other[0] > one[0])
        assert abs(second - first) > 12 * 200
