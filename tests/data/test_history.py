from datetime import date

import narwhals.stable.v2 as nw
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bank_rs.data.contract import PanelError, check_joined
from bank_rs.data.history import HISTORY, HISTORY_MONTHS, followed, join_months, months_in, near
from bank_rs.data.status import status_of

SCHEMA = {
    "id": pl.Int64,
    "fetch_date": pl.Date,
    "owned": pl.UInt32,
    "ind_client_activity": pl.Int32,
    "client_activity_1m": pl.String,
    "client_segment": pl.String,
}
RELATIONS = ("A", "I", None, "X")
MONTHS = [(2014 + month // 12, month % 12 + 1) for month in range(30)]

RECORDS = st.dictionaries(
    keys=st.tuples(st.sampled_from([1, 2, 3, 10**12]), st.integers(0, len(MONTHS) - 1)),
    values=st.tuples(st.integers(0, 2**24 - 1), st.sampled_from([1, 15, 28])),
    max_size=60,
).flatmap(lambda records: st.permutations(list(records.items())))


def panel_of(records):
    rows = [
        (client, date(*MONTHS[month], day), owned, owned % 2, relation_of(owned), None)
        for (client, month), (owned, day) in records
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def relation_of(owned):
    return RELATIONS[owned % len(RELATIONS)]


def joined(panel, back=HISTORY_MONTHS):
    """In the panel's order."""
    frame = nw.from_native(panel.lazy().with_row_index())
    rows = join_months(frame, months_in(frame), back=back).to_native().collect()
    return check_joined(rows.sort("index").drop("index"))


@given(RECORDS)
@settings(max_examples=300)
def test_history_is_what_the_client_held_that_many_months_before(records):
    panel = panel_of(records)
    held = {key: owned for key, (owned, _) in records}
    history = joined(panel).select(HISTORY[:HISTORY_MONTHS])
    assert set(history.dtypes) == {pl.UInt32()}
    for row, (client, month) in zip(history.rows(), [key for key, _ in records], strict=True):
        before = [held.get((client, month - k)) for k in range(1, HISTORY_MONTHS + 1)]
        assert list(row) == before


@given(RECORDS, st.integers(1, HISTORY_MONTHS))
def test_history_of_statuses_is_that_of_their_own_rows(records, months):
    was = {key: status_of(owned % 2, relation_of(owned), None) for key, (owned, _) in records}
    rows = joined(panel_of(records), months)
    history = rows.select(f"status_{k}" for k in range(1, months + 1))
    assert rows.columns[len(SCHEMA) + months : -1] == history.columns
    assert set(history.dtypes) == {pl.UInt8()}
    for row, (client, month) in zip(history.rows(), was, strict=True):
        assert list(row) == [was.get((client, month - k)) for k in range(1, months + 1)]


@given(RECORDS)
@settings(max_examples=300)
def test_added_is_held_in_the_very_next_month_and_not_now(records):
    held = {key: owned for key, (owned, _) in records}
    added = joined(panel_of(records), 0)["added"]
    for mask, ((client, month), (owned, _)) in zip(added, records, strict=True):
        following = held.get((client, month + 1))
        if following is None:
            assert mask is None
        else:
            bits = range(24)
            wanted = [following >> bit & 1 and not owned >> bit & 1 for bit in bits]
            assert [bool(mask >> bit & 1) for bit in bits] == list(map(bool, wanted))


@given(RECORDS.filter(len), st.data())
@settings(max_examples=50)
def test_two_records_of_a_client_in_a_month_are_refused(records, data):
    (client, month), (owned, _) = data.draw(st.sampled_from(records))
    again = ((client, month), (owned, 28))
    with pytest.raises(PanelError, match="two records of one client in one month"):
        joined(panel_of([*records, again]))


def test_panel_without_rows_has_a_history_without_rows():
    rows = joined(panel_of([]))
    assert rows.select(HISTORY).shape == (0, 2 * HISTORY_MONTHS)
    assert rows.schema["added"] == pl.UInt32


@given(RECORDS.filter(len), st.data())
@settings(max_examples=50)
def test_records_of_one_month_are_joined_as_among_all(records, data):
    panel = panel_of(records)
    frame = nw.from_native(panel.lazy())
    day = data.draw(st.sampled_from(months_in(frame)))
    days = near(months_in(frame), day)
    alone = join_months(frame, days, [day]).to_native().collect()
    of_day = joined(panel).filter(pl.col("fetch_date") == day)
    assert check_joined(alone).sort("id").equals(of_day.sort("id"))


def test_followed_are_dates_with_one_in_the_next_month():
    days = [date(2015, 11, 28), date(2015, 12, 1), date(2016, 1, 31), date(2016, 3, 28)]
    assert followed(days) == days[:2]
