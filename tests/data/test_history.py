from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bank_rs.data.contract import PanelError
from bank_rs.data.history import HISTORY, HISTORY_MONTHS, Timeline

SCHEMA = {"id": pl.Int64, "fetch_date": pl.Date, "owned": pl.UInt32}
MONTHS = [(2014 + month // 12, month % 12 + 1) for month in range(30)]

RECORDS = st.dictionaries(
    keys=st.tuples(st.sampled_from([1, 2, 3, 10**12]), st.integers(0, len(MONTHS) - 1)),
    values=st.tuples(st.integers(0, 2**24 - 1), st.sampled_from([1, 15, 28])),
    max_size=60,
).flatmap(lambda records: st.permutations(list(records.items())))


def panel_of(records):
    rows = [(client, date(*MONTHS[month], day), owned) for (client, month), (owned, day) in records]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


@given(RECORDS)
@settings(max_examples=300)
def test_history_is_what_the_client_held_that_many_months_before(records):
    panel = panel_of(records)
    held = {key: owned for key, (owned, _) in records}
    history = Timeline.of(panel).history(panel["owned"])
    assert tuple(history.columns) == HISTORY[:HISTORY_MONTHS]
    assert set(history.dtypes) == {pl.UInt32()}
    for row, (client, month) in zip(history.rows(), [key for key, _ in records], strict=True):
        before = [held.get((client, month - k)) for k in range(1, HISTORY_MONTHS + 1)]
        assert list(row) == before


@given(RECORDS, st.integers(1, HISTORY_MONTHS))
def test_history_of_statuses_is_that_of_their_own_rows(records, months):
    panel = panel_of(records)
    status = pl.Series("status", [owned % 60 for _, (owned, _) in records], pl.UInt8)
    was = dict(zip([key for key, _ in records], status, strict=True))
    history = Timeline.of(panel).history(status, months)
    assert history.columns == [f"status_{k}" for k in range(1, months + 1)]
    assert set(history.dtypes) == {pl.UInt8()}
    for row, (client, month) in zip(history.rows(), was, strict=True):
        assert list(row) == [was.get((client, month - k)) for k in range(1, months + 1)]


@given(RECORDS)
@settings(max_examples=300)
def test_added_is_held_in_the_very_next_month_and_not_now(records):
    held = {key: owned for key, (owned, _) in records}
    added = Timeline.of(panel_of(records)).added()
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
        Timeline.of(panel_of([*records, again]))


def test_panel_without_rows_has_a_history_without_rows():
    panel = panel_of([])
    timeline = Timeline.of(panel)
    assert timeline.history(panel["owned"]).shape == (0, HISTORY_MONTHS)
    assert timeline.added().is_empty()
