from collections.abc import Mapping
from dataclasses import dataclass

MARKER = "ESMERALDA 77"
"""A client's value; the space keeps it from being taken for the id of a request."""

TRACE = b"ESMERALDA"
"""What no answer and no line of the log may hold, however it is written."""

REFUSED = frozenset({400, 404, 405, 408, 413, 415, 422})
ANSWERED = REFUSED | {200, 304, 307}

Headers = Mapping[str, bytes | str]

_JSON = {"Host": "bank", "Content-Type": "application/json"}


@dataclass(frozen=True)
class Case:
    """One request as bytes.

    Attributes
    ----------
    name
        Tells it from all others.
    payload
        All that is sent.
    allowed
        Statuses of which the answer may have one; none at all means that no answer is owed.
    http
        Whether it keeps to HTTP, and so must reach the application.
    ends
        Whether the client says, once it has sent everything, that nothing more comes.
    """

    name: str
    payload: bytes
    allowed: frozenset[int] = ANSWERED
    http: bool = True
    ends: bool = False

    @property
    def method(self) -> bytes:
        return self.payload.partition(b" ")[0]


def message(
    body: bytes = b"",
    target: bytes | str = "/predict",
    headers: Headers | None = None,
    method: bytes | str = "POST",
    length: bool = True,
) -> bytes:
    """A request of HTTP/1.1; a header that is an empty text is left out."""
    given: dict[str, bytes | str] = {**_JSON, **(headers or {})}
    if length:
        given.setdefault("Content-Length", str(len(body)))
    lines = [b"%b %b HTTP/1.1" % (_bytes(method), _bytes(target))]
    lines += [b"%b: %b" % (_bytes(k), _bytes(v)) for k, v in given.items() if v != ""]
    return b"\r\n".join([*lines, b"", body])


def _bytes(text: bytes | str) -> bytes:
    return text if isinstance(text, bytes) else text.encode("latin-1")
