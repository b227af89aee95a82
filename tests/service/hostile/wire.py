"""A client that sends any bytes, and reads while it does."""

import select
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic

SECONDS = 20
_PIECE = 1 << 18

Address = tuple[str, int]


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes
    raw: bytes
    """As it came, head and body."""

    @classmethod
    def of(cls, raw: bytes, bodiless: bool = False) -> "tuple[Answer, bytes] | None":
        """The first answer and what follows it; None if it is not whole."""
        head, end, rest = raw.partition(b"\r\n\r\n")
        if not end:
            return None
        first, *lines = head.decode("latin-1").split("\r\n")
        pairs = (line.partition(":") for line in lines)
        headers = {name.lower(): value.strip() for name, _, value in pairs}
        status = int(first.split(" ")[1])
        if status == 100:
            return cls.of(rest, bodiless)
        size = 0 if bodiless or status in (204, 304) else int(headers.get("content-length", 0))
        if len(rest) < size:
            return None
        body = rest[:size]
        return cls(status, headers, body, head + end + body), rest[size:]


@contextmanager
def connection(address: Address) -> Iterator[socket.socket]:
    with socket.create_connection(address, SECONDS) as connected:
        yield connected


def ask(
    address: Address, payload: bytes, ends: bool = False, bodiless: bool = False
) -> Answer | None:
    """Send bytes and read the first answer; None where the connection ends without one."""
    with connection(address) as connected:
        return next(answers(connected, payload, ends, bodiless), None)


def answers(
    connected: socket.socket, payload: bytes, ends: bool = False, bodiless: bool = False
) -> Iterator[Answer]:
    """The answers to what is sent, as they come."""
    raw = b""
    for piece in received(connected, payload, ends):
        raw += piece
        while found := Answer.of(raw, bodiless):
            answer, raw = found
            yield answer


def received(connected: socket.socket, payload: bytes, ends: bool = False) -> Iterator[bytes]:
    """What comes back, piece by piece, while all is sent; ends with the connection."""
    waiting, deadline = memoryview(payload), monotonic() + SECONDS
    connected.setblocking(False)
    while True:
        assert monotonic() < deadline, f"the service neither answers nor goes in {SECONDS} s"
        writers = [connected] if waiting else []
        readable, writable, _ = select.select([connected], writers, [], 1)
        if writable:
            waiting = _sent(connected, waiting, ends)
        if readable:
            if not (piece := _received(connected)):
                return
            yield piece


def _sent(connected: socket.socket, waiting: memoryview, ends: bool) -> memoryview:
    """What is still to be sent: nothing once the other side takes no more."""
    try:
        rest = waiting[connected.send(waiting[:_PIECE]) :]
        if ends and not rest:
            connected.shutdown(socket.SHUT_WR)
    except OSError:
        return waiting[:0]
    return rest


def _received(connected: socket.socket) -> bytes:
    try:
        return connected.recv(_PIECE)
    except ConnectionResetError:
        return b""
