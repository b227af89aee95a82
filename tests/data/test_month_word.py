import narwhals.stable.v2 as nw
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from bank_rs.data.month_word import NO_RECORD, OWNED, STATUS, month_word, month_words, split_words

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
    packed = month_words(nw.col("owned"), nw.col("was"))
    words = nw.from_native(columns).select(packed).to_native()["owned"]
    assert words.dtype == pl.UInt32
    assert words.to_list() == [month_word(*month) for month in months]


def test_word_of_no_mask_is_null():
    nothing = pl.DataFrame({"owned": [None]}, schema={"owned": pl.UInt32})
    assert nw.from_native(nothing).select(month_words(nw.col("owned"), nw.lit(0))).item() is None


@given(MONTHS)
def test_words_split_into_what_they_were_made_of(months):
    words = nw.from_native(pl.DataFrame({"word": [month_word(*month) for month in months]}))
    owned, was = split_words(nw.col("word"))
    assert words.select(owned.alias("owned"), was.alias("was")).rows() == months
