from datetime import date
from mmap import mmap
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bank_rs.data.history_store import HistoryFileError, HistoryStore, write_history
from bank_rs.data.history_store.header import HEADER_BYTES
from bank_rs.data.panel import with_history
from bank_rs.data.status import RELATIONS, SEGMENTS
from tests.data.history_store.panels import day_of, known_before, panel_of, record_of, trimmed
from tests.model.features.clients import history_of

CLIENTS = (0, 1, 2, 10**12)
STRANGERS = (-1, 3, 10**12 + 1, 2**63, -(2**70))
RECORDS = st.dictionaries(
    st.tuples(st.sampled_from(CLIENTS), st.integers(0, 29)),
    st.builds(
        record_of,
        st.sampled_from([0, 1, 2**23, 2**24 - 1]),
        st.sampled_from([None, 0, 1]),
        st.sampled_from([None, "other", *RELATIONS]),
        st.sampled_from([None, "other", *SEGMENTS]),
    ),
    min_size=1,
    max_size=60,
)


def store_of(panel: pl.DataFrame) -> HistoryStore:
    """The store of a panel; its file is gone, its months are not."""
    with TemporaryDirectory() as folder:
        data, out = Path(folder) / "panel.parquet", Path(folder) / "history.months"
        panel.write_parquet(data)
        write_history(data, out, lambda *_: None)
        return HistoryStore.open(out)


@given(RECORDS, st.integers(1, 28))
@settings(max_examples=60)
def test_lookup_finds_what_the_records_say(records, day):
    store = store_of(panel_of(records))
    for client in (*CLIENTS, *STRANGERS):
        for month in range(45):
            found = store.lookup(client, day_of(month, day))
            assert found == known_before(records, client, month)


@given(RECORDS)
@settings(max_examples=60)
def test_lookup_of_a_record_in_the_last_month_is_its_joined_history(records):
    panel = panel_of(records)
    store = store_of(panel)
    newest = with_history(panel).filter(pl.col("fetch_date") == pl.col("fetch_date").max())
    for row in newest.to_dicts():
        assert store.lookup(row["id"], row["fetch_date"]) == trimmed(history_of(row))


def test_lookup_of_every_simulated_record_is_its_joined_history(panel, history_file):
    store = HistoryStore.open(history_file)
    rows = with_history(panel).to_dicts()
    assert [store.lookup(row["id"], row["fetch_date"]) for row in rows] == [
        trimmed(history_of(row)) for row in rows
    ]


def test_lookup_of_the_month_to_come_begins_with_the_last(panel, history_file):
    newest = with_history(panel).filter(pl.col("fetch_date") == pl.col("fetch_date").max())
    store = HistoryStore.open(history_file)
    for row in newest.to_dicts():
        now, *before = store.lookup(row["id"], date(2016, 6, 28))
        assert now is not None
        assert now[0] == row["owned"]
        assert before == trimmed(history_of(row)[:-1])


def test_clients_are_a_view_of_the_file(history_file):
    clients = HistoryStore.open(history_file).clients
    assert clients.readonly
    assert isinstance(clients.obj, mmap)


def test_missing_file_is_refused(tmp_path):
    with pytest.raises(HistoryFileError, match=r"none\.months .*\(No such file or directory\): w"):
        HistoryStore.open(tmp_path / "none.months")


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda whole: whole[:100],
        lambda whole: whole[:HEADER_BYTES],
        lambda whole: whole[:-1],
        lambda whole: whole + b"\0",
        lambda whole: whole[:-1] + bytes([whole[-1] ^ 1]),
        lambda whole: whole[:HEADER_BYTES] + bytes(len(whole) - HEADER_BYTES),
        lambda whole: whole.replace(b'"version":1', b'"version":2', 1),
        lambda whole: whole.replace(b'"months":13', b'"months":12', 1),
        lambda whole: whole.replace(b'"clients":', b'"clients":-', 1),
        lambda whole: whole.replace(b'"clients":', b'"clients":' + b"9" * 400, 1),
        lambda whole: b"[" * len(whole),
        lambda _: b"PAR1" * 5000,
    ],
)
def test_file_that_is_not_whole_is_refused(damage, history_file, tmp_path):
    path = tmp_path / "damaged.months"
    path.write_bytes(damage(history_file.read_bytes()))
    with pytest.raises(HistoryFileError, match=r"damaged\.months cannot be read .* 'bank-rs hist"):
        HistoryStore.open(path)


@pytest.mark.parametrize("make", ["mkdir", "touch"])
def test_what_holds_nothing_is_refused(make, tmp_path):
    path = tmp_path / "history.months"
    getattr(path, make)()
    with pytest.raises(HistoryFileError, match="cannot be read as a history file"):
        HistoryStore.open(path)


def test_error_tells_nothing_of_the_file(tmp_path):
    path = tmp_path / "history.months"
    path.write_text("id 1234567 holds a mortgage")
    with pytest.raises(HistoryFileError) as refused:
        HistoryStore.open(path)
    assert "1234567" not in str(refused.value)
