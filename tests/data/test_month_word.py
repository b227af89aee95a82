import polars as pl
from hypothesis import given

from bank_rs.data.month_word import KNOWN, NO_RECORD, OWNED, STATUS, month_word
from bank_rs.data.status import status
from bank_rs.model.features import Known, months
from tests.model.features.clients import RECORDS, frame_of


def test_places_are_those_of_the_features():
    assert (months.KNOWN, months.STATUS) == (KNOWN, STATUS)


@given(RECORDS)
def test_word_holds_ownership_and_status(record):
    panel = frame_of([record], [[]])
    word = panel.select(month_word()).item()
    assert word != NO_RECORD
    assert (word & OWNED, word >> STATUS) == (record["owned"], panel.select(status()).item())


@given(RECORDS)
def test_word_is_the_features_own_month(record):
    panel = frame_of([record], [[]])
    assert panel.select(month_word()).item() == Known.of_rows(panel).months[0, 0]


def test_word_is_an_unsigned_number_of_four_bytes(panel):
    assert panel.select(month_word()).schema == {"word": pl.UInt32}
