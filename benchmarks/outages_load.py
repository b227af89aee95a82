"""Load at a constant rate, however long answers take.

    python benchmarks/outages_load.py HOST PORT BODIES RATE CONNECTIONS SECONDS

Every request has a time at which it is due, and its latency counts from then: one that has to wait
for an answer before it waits on the clock (https://github.com/giltene/wrk2 tells why). Connections
are dealt the times in turn, each in a thread that sleeps until the next, as timers of an event loop
are a millisecond coarse. What came of it is a line of JSON.
"""

import gc
import json
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Final

_SEPARATOR: Final = b"\x1e"
_HEAD: Final = (
    b"POST /predict HTTP/1.1\r\nhost: test\r\ncontent-type: application/json\r\n"
    b"content-length: %d\r\n\r\n"
)
_ANSWER_SECONDS: Final = 30
_LEAD_SECONDS: Final = 0.5
_CHUNK: Final = 2**16


@dataclass(frozen=True)
class Sent:
    """What came of a load.

    Attributes
    ----------
    answered, failed
        Requests with status 200, and with another or no answer.
    p50, p99, longest
        Time to the answer in ms, from when the request was due; of all, failed ones included.
    """

    answered: int
    failed: int
    p50: float
    p99: float
    longest: float


def start_load(
    address: tuple[str, int], bodies: Path, rate: float, connections: int, seconds: float
) -> subprocess.Popen[bytes]:
    """Begin a load in a process of its own."""
    host, port = address
    given = (host, port, bodies, rate, connections, seconds)
    command = [sys.executable, __file__, *map(str, given)]
    return subprocess.Popen(command, stdout=subprocess.PIPE)


def wait_for(load: subprocess.Popen[bytes]) -> Sent:
    """What came of a load, once it ends."""
    output, _ = load.communicate()
    if load.returncode:
        sys.exit(f"the load ended with {load.returncode}")
    return Sent(**json.loads(output))


class Connection:
    """Sends requests one after the other, and connects anew after each that fails."""

    def __init__(self, address: tuple[str, int]) -> None:
        self._address = address
        self._socket: socket.socket | None = None

    def ask(self, request: bytes) -> bool:
        """Send a request and read the answer; whether that was 200."""
        try:
            if self._socket is None:
                self._socket = socket.create_connection(self._address, _ANSWER_SECONDS)
                self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._socket.sendall(request)
            return self._status(self._socket) == HTTPStatus.OK
        except (OSError, ValueError):
            self.close()
            return False

    def close(self) -> None:
        """Let go of the connection."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _status(self, connection: socket.socket) -> int:
        read = b""
        while (end := read.find(b"\r\n\r\n")) < 0:
            read += _some(connection)
        first, *lines = read[:end].lower().split(b"\r\n")
        headers = dict(line.split(b": ", 1) for line in lines)
        missing = end + 4 + int(headers[b"content-length"]) - len(read)
        while missing > 0:
            missing -= len(_some(connection))
        if headers.get(b"connection") == b"close":
            self.close()
        return int(first.split(b" ")[1])


def _some(connection: socket.socket) -> bytes:
    read = connection.recv(_CHUNK)
    if not read:
        raise ConnectionError("it closed before the end of the answer")
    return read


def main(
    host: str, port: str, bodies: str, rate: str, connections: str, seconds: str
) -> dict[str, float]:
    """Send the load and say what came of it."""
    requests = [_HEAD % len(b) + b for b in Path(bodies).read_bytes().split(_SEPARATOR)]
    count, at_once = round(float(rate) * float(seconds)), int(connections)
    begin = time.monotonic() + _LEAD_SECONDS

    def work(place: int) -> list[tuple[float, bool]]:
        connection, found = Connection((host, int(port))), []
        for number in range(place, count, at_once):
            due = begin + number / float(rate)
            with suppress(ValueError):  # it is late
                time.sleep(due - time.monotonic())
            good = connection.ask(requests[number % len(requests)])
            found.append((1e3 * (time.monotonic() - due), good))
        connection.close()
        return found

    gc.disable()
    with ThreadPoolExecutor(at_once) as pool:
        found = [outcome for part in pool.map(work, range(at_once)) for outcome in part]
    times = sorted(milliseconds for milliseconds, _ in found)
    good = sum(good for _, good in found)
    ends = {"p50": times[count // 2], "p99": times[int(count * 0.99)], "longest": times[-1]}
    return {"answered": good, "failed": count - good} | ends


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))
