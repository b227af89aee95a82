import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from bank_rs.data.month_word import NO_RECORD, OWNED, STATUS, month_word, month_words

MONTHS = st.lists(st.tuples(st.integers(0, OWNED), st.integers(0, 63)), min_size=1, max_size=9)


@given(MONTHS)
def test_word_holds_ownership_and_status(months):
    for owned, was in months:
        word = month_word(owned, was)
        assert word != NO_RECORD
        assert (word & OWNED, word >> STATUS) == (owned, was)


@given(MONTHS)
def test_words_of_columns_are_those_of_each_month(months):
    schema = {"owned": pl.UInt32, "was": pl.UInt8}
    columns = pl.DataFrame(months, schema=schema, orient="row")
    words = columns.select(month_words(pl.col("owned"), pl.col("was")))["owned"]
    assert words.dtype == pl.UInt32
    assert words.to_list() == [month_word(*month) for month in months]


def test_word_of_no_mask_is_null():
    nothing = pl.DataFrame({"owned": [None]}, schema={"owned": pl.UInt32})
    assert nothing.select(month_words(pl.col("owned"), pl.lit(0))).item() is None
