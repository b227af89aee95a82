from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bank_rs.data.raw.block import read_blocks
from bank_rs.data.raw.refusal import RawFileError


@given(lines=st.lists(st.binary(max_size=9).map(lambda line: line.replace(b"\n", b"")), min_size=1))
def test_blocks_hold_every_line_once_and_in_order(lines):
    text = b"\n".join(lines)
    blocks = list(read_blocks(BytesIO(text), Path("raw.csv"), size=16))
    assert b"".join(block.data for block in blocks) == text
    line = 2
    for block in blocks:
        assert block.first_line == line
        assert block.lines == len(block.data.splitlines(keepends=True)) or b"\r" in block.data
        assert block.cut == (not block.data.endswith(b"\n"))
        line += block.lines
    assert line - 2 == len(text.removesuffix(b"\n").split(b"\n")) if text else line == 2


def test_line_that_does_not_end_is_refused():
    with pytest.raises(RawFileError, match=r"raw\.csv line 2 is longer than 16 bytes"):
        list(read_blocks(BytesIO(b"0" * 99), Path("raw.csv"), size=16))
