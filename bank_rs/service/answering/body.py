"""The body of a request, within its limits."""

from asyncio import timeout
from collections.abc import Collection, Mapping
from http import HTTPStatus
from typing import Final

from starlette.requests import ClientDisconnect
from starlette.types import Message, Receive

from bank_rs.service.edge.problems import ProblemError

MIB: Final = 2**20
RECORD_LIMIT: Final = MIB
BATCH_LIMIT: Final = 10 * MIB

JSON: Final = "application/json"
NDJSON: Final = "application/x-ndjson"

Headers = Mapping[bytes, bytes]


def media_type(headers: Headers, known: Collection[str]) -> str:
    """Media type of a body; JSON where none is given.

    Raises
    ------
    ProblemError
        415 where it is none of the known ones.
    """
    given = headers.get(b"content-type", b"").partition(b";")[0].strip().lower()
    text = given.decode("latin-1") or JSON
    if text.startswith("application/") and text.endswith("+json"):
        text = JSON
    if text not in known:
        allowed = " or ".join(known)
        raise ProblemError(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"The body must be {allowed}: Content-Type says so."
        )
    return text


async def read_body(headers: Headers, receive: Receive, limit: int, seconds: float) -> bytes:
    """Take in a body.

    Parameters
    ----------
    headers
        Of the request; a length above the limit is refused before anything is read.
    receive
        ASGI's.
    limit
        Bytes.
    seconds
        In which all of it must have come.

    Raises
    ------
    ProblemError
        413 beyond the limit, 408 where it comes too slowly.
    ClientDisconnect
        If the client goes before it has sent everything.
    """
    _check_size(int(headers.get(b"content-length", b"0")), limit)
    try:
        async with timeout(seconds):
            message = await receive()
            if message["type"] == "http.request" and not message.get("more_body"):
                body: bytes = message.get("body", b"")
                _check_size(len(body), limit)
                return body
            return await _read_on(message, receive, limit)
    except TimeoutError:
        raise ProblemError(
            HTTPStatus.REQUEST_TIMEOUT, f"The body must come within {seconds:g} s: send it again."
        ) from None


async def _read_on(message: Message, receive: Receive, limit: int) -> bytes:
    body = bytearray()
    while message["type"] == "http.request":
        body += message.get("body", b"")
        _check_size(len(body), limit)
        if not message.get("more_body"):
            return bytes(body)
        message = await receive()
    raise ClientDisconnect


def _check_size(size: int, limit: int) -> None:
    if size > limit:
        raise ProblemError(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            f"The body must not be larger than {limit // MIB} MiB: send less at once.",
        )
