from datetime import date

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from bank_rs.data.raw.duplicate import Seen

RECORDS = st.lists(
    st.tuples(
        st.sampled_from([0, 1, 2, 15_889, 10**12]),
        st.sampled_from(
            [date(1900, 1, 1), date(2015, 12, 28), date(2015, 12, 1), date(2016, 1, 28)]
        ),
    ),
    max_size=8,
)


@given(batches=st.lists(RECORDS, max_size=6))
def test_only_the_first_record_of_a_client_and_month_is_new(batches):
    seen, before = Seen(), set()
    for records in batches:
        panel = pl.DataFrame(records, schema={"id": pl.Int64, "fetch_date": pl.Date}, orient="row")
        wanted = []
        for client, day in records:
            wanted.append((client, day.year, day.month) in before)
            before.add((client, day.year, day.month))
        assert seen.again(panel).tolist() == wanted
