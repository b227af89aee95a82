"""Names of requests."""

import re
import secrets
from collections.abc import Iterable
from itertools import count
from typing import Final

HEADER: Final = b"x-request-id"

_PREFIX_BYTES: Final = 5


class RequestIds:
    """Gives every request of one process a name of its own.

    Made names are a random prefix and a count: unique across workers and restarts without a draw
    per request.
    """

    def __init__(self) -> None:
        self._prefix = secrets.token_hex(_PREFIX_BYTES)
        self._count = count(1)
        self._accepted = re.compile(rb"[A-Za-z0-9._-]{1,64}").fullmatch

    def of(self, headers: Iterable[tuple[bytes, bytes]]) -> str:
        """The client's own name for the request if it can be logged, else a new one."""
        for name, value in headers:
            if name == HEADER and self._accepted(value):
                return value.decode("ascii")
        return f"{self._prefix}-{next(self._count):x}"
