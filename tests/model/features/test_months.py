import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from bank_rs.model.features.months import MONTHS, SINCE, lags, now, words

FIELDS = arrays(np.uint32, st.tuples(st.integers(0, 4), st.just(MONTHS)))


@given(FIELDS)
def test_words_have_a_bit_for_each_month_the_latest_highest(months):
    packed = words(months)
    assert packed.shape == (len(months), 32)
    for client, bit in np.ndindex(packed.shape):
        flags = [int(month) >> bit & 1 for month in months[client]]
        assert packed[client, bit] == int("".join(map(str, flags)), 2)


@given(st.integers(0, 2**MONTHS - 1))
def test_parts_of_a_word_are_its_own_month_and_those_before(word):
    values = np.array([[word]])
    assert now(values) << MONTHS - 1 | lags(values) == word


def test_months_since_are_counted_from_the_latest():
    assert np.isnan(SINCE[0])
    for word in range(1, 2**MONTHS):
        assert SINCE[word] == MONTHS - word.bit_length()
