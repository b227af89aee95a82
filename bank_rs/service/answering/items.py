"""The records of a batch, one after the other."""

import json
import re
from collections.abc import Iterator
from typing import Final

from pydantic_core import from_json

from bank_rs.service.edge.problems import FieldError, ProblemError

_BLANK: Final = re.compile(r"[ \t\n\r]*")
_LINE: Final = re.compile(rb"[^ \t\n\r][^\n]*")
"""What a line holds, from its first character that is no blank."""

_DECODE: Final = json.JSONDecoder().raw_decode
_NOT_JSON: Final = (ValueError, RecursionError)
"""What parsers raise: also of numbers with thousands of digits, and of brackets without end."""

Item = object
"""What JSON holds, or the `ProblemError` of a line that is no JSON."""


def items_of_array(body: bytes) -> Iterator[Item]:
    """Items of a JSON array, each read when it is asked for.

    A parser that reads everything at once would stop the service for as long as that takes.

    Raises
    ------
    ProblemError
        400 where the body turns out not to be a JSON array.
    """
    try:
        yield from _items(body.decode())
    except _NOT_JSON:
        raise _malformed("must be a JSON array") from None


def items_of_lines(body: bytes) -> Iterator[Item]:
    """Items of newline-delimited JSON; blank lines are passed over, however many there are."""
    for line in _LINE.finditer(body):
        yield _item_of_line(line.group())


def _item_of_line(line: bytes) -> Item:
    try:
        return from_json(line)
    except _NOT_JSON:
        return _malformed("must be valid JSON")


def _items(text: str) -> Iterator[Item]:
    place = _after(text, _next(text, 0), "[")
    if text[place : place + 1] == "]":
        _expect_end(text, place + 1)
        return
    while True:
        item, place = _DECODE(text, place)
        yield item
        place = _next(text, place)
        if text[place : place + 1] == "]":
            _expect_end(text, place + 1)
            return
        place = _after(text, place, ",")


def _next(text: str, place: int) -> int:
    """Where the next thing stands that is no blank."""
    found = _BLANK.match(text, place)
    return found.end() if found else place


def _after(text: str, place: int, mark: str) -> int:
    if text[place : place + 1] != mark:
        raise ValueError(f"no {mark} here")
    return _next(text, place + 1)


def _expect_end(text: str, place: int) -> None:
    if _next(text, place) != len(text):
        raise ValueError("more after the end")


def _malformed(rule: str) -> ProblemError:
    return ProblemError(400, errors=[FieldError(field="body", rule=rule)])
