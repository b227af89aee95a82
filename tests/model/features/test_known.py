import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from bank_rs.data.history import HISTORY, HISTORY_MONTHS
from bank_rs.data.status import status_of
from bank_rs.model.features import Known
from tests.model.features.clients import HISTORIES, KNOWN_MONTHS, RECORDS, frame_of


def status_in(record):
    names = ("ind_client_activity", "client_activity_1m", "client_segment")
    return status_of(*(record[name] for name in names))


@given(st.lists(st.tuples(RECORDS, HISTORIES), min_size=1, max_size=5))
def test_months_of_rows_are_those_of_their_records(clients):
    rows = frame_of(*zip(*clients, strict=True))
    alone = [
        Known.of_record(record["owned"], status_in(record), history).months
        for record, history in clients
    ]
    assert np.array_equal(Known.of_rows(rows).months, np.concatenate(alone))


@given(KNOWN_MONTHS, HISTORIES)
def test_months_beyond_the_known_ones_change_nothing(own, history):
    padded = [*history, *[None] * (HISTORY_MONTHS - len(history)), (1, 1)]
    months = Known.of_record(*own, history).months
    assert np.array_equal(Known.of_record(*own, padded).months, months)


def test_rows_without_history_know_their_own_month_alone(panel):
    months = Known.of_rows(panel).months
    assert months.shape == (panel.height, HISTORY_MONTHS + 1)
    assert (months[:, 0] > 0).all()
    assert (months[:, 1:] == 0).all()


def test_month_without_a_record_has_no_status(panel):
    told = panel.with_columns(
        pl.lit(None, pl.UInt32).alias(HISTORY[0]), pl.lit(1, pl.UInt8).alias("status_1")
    )
    assert np.array_equal(Known.of_rows(told).months, Known.of_rows(panel).months)


def test_rows_of_an_empty_frame_are_none(panel):
    assert Known.of_rows(panel.clear()).months.shape == (0, HISTORY_MONTHS + 1)
