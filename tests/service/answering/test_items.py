import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bank_rs.service.answering.items import items_of_array, items_of_lines
from bank_rs.service.edge.problems import ProblemError

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=9,
)
BLANKS = st.sampled_from([None, 1, "\t"])


@given(items=st.lists(JSON, max_size=6), indent=BLANKS)
def test_items_of_an_array_are_those_of_the_parser(items, indent):
    text = json.dumps(items, indent=indent)
    assert list(items_of_array(f" {text}\r\n".encode())) == json.loads(text)


@given(st.lists(JSON, max_size=6))
def test_items_of_lines_are_the_lines_that_are_not_blank(items):
    lines = [json.dumps(item).encode() for item in items]
    found = list(items_of_lines(b"\n \r\n".join([b"", *lines, b""])))
    assert [line.strip() for line in found] == lines


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"7",
        b"[",
        b"[1",
        b"[1,]",
        b"[1 2]",
        b"[1]]",
        b"[]x",
        b"[,1]",
        b"\xff",
        b"[" * 100_000,
        b"[1" + b"0" * 10_000 + b"]",
    ],
    ids=lambda body: str(body[:8]),
)
def test_body_that_is_no_array_is_refused(body):
    with pytest.raises(ProblemError) as refusal:
        list(items_of_array(body))
    assert refusal.value.status == 400


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(body):
    with suppress(ProblemError):
        list(items_of_array(b"[" + body))
    list(items_of_lines(body))
