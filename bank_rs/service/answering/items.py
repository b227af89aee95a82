"""The records of a batch, one after the other."""

from collections.abc import Iterator
from io import BytesIO

from pydantic_core import from_json

from bank_rs.service.edge.problems import FieldError, ProblemError

Item = object
"""What JSON holds, or a line of it as bytes."""


def items_of_array(body: bytes) -> Iterator[Item]:
    """Items of a JSON array, which is parsed at once: ten megabytes take some 30 ms.

    Raises
    ------
    ProblemError
        400 where the body is not a JSON array.
    """
    try:
        found = from_json(body)
    except ValueError:
        found = None
    if not isinstance(found, list):
        raise ProblemError(400, errors=[FieldError(field="body", rule="must be a JSON array")])
    return iter(found)


def items_of_lines(body: bytes) -> Iterator[Item]:
    """Lines of newline-delimited JSON, unread; blank ones are passed over."""
    return (line for line in BytesIO(body) if not line.isspace())
