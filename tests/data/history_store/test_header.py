from datetime import date

import pytest
from pydantic import ValidationError

from bank_rs.data.history_store.header import CLIENT_BYTES, HEADER_BYTES, Header

HEADER = Header(last_month=date(2016, 5, 1), clients=3, sha256="0" * 64)


def test_header_is_one_line_that_fills_a_page():
    line = HEADER.to_bytes()
    assert len(line) == HEADER_BYTES
    assert line.index(b"\n") == HEADER_BYTES - 1
    assert Header.model_validate_json(line) == HEADER


def test_header_says_that_the_data_is_personal():
    assert b"personal data" in HEADER.to_bytes()


def test_size_is_that_of_header_and_clients():
    assert HEADER.file_bytes == HEADER_BYTES + 3 * CLIENT_BYTES == 4096 + 3 * 60


@pytest.mark.parametrize(
    "change",
    [
        {"format": "other"},
        {"version": 2},
        {"months": 12},
        {"clients": 0},
        {"sha256": "0"},
        {"a": 1},
    ],
)
def test_header_of_another_kind_is_refused(change):
    with pytest.raises(ValidationError):
        Header.model_validate(HEADER.model_dump() | change)
