"""What a Graphite that fails does: each keeps it away for some seconds and brings it back."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from selectors import EVENT_READ, DefaultSelector
from threading import Event, Thread
from typing import Final

from outages_carbon import HOST, Carbon

Fault = Callable[[Carbon, float], None]

_BYTES: Final = 4
_PAUSE_SECONDS: Final = 0.5
_RUN_SECONDS: Final = 3
"""Between two restarts."""

_SPARE_SECONDS: Final = 0.3


def healthy(carbon: Carbon, seconds: float) -> None:
    """Nothing happens; shows by how much two alike loads differ."""
    time.sleep(seconds)


def refused(carbon: Carbon, seconds: float) -> None:
    """Nobody listens at its port."""
    carbon.stop()
    time.sleep(seconds)
    carbon.start()


def black_holed(carbon: Carbon, seconds: float) -> None:
    """Connecting ends in nothing: what listens accepts no more."""
    carbon.stop()
    with _full(carbon.port):
        time.sleep(seconds)
    carbon.start()


def stopped(carbon: Carbon, seconds: float) -> None:
    """Its kernel accepts, and it reads nothing."""
    carbon.pause()
    time.sleep(seconds)
    carbon.resume()


def slow(carbon: Carbon, seconds: float) -> None:
    """It reads eight bytes a second of each connection, and keeps nothing."""
    carbon.stop()
    with _dripping(carbon.port):
        time.sleep(seconds)
    carbon.start()


def restarted(carbon: Carbon, seconds: float) -> None:
    """It is told to end and started again every few seconds."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        carbon.end()
        carbon.start()
        time.sleep(_RUN_SECONDS)


@contextmanager
def _full(port: int) -> Iterator[None]:
    """A port whose queue of connections has no room."""
    waiting = []
    with socket.create_server((HOST, port), backlog=0):
        with suppress(TimeoutError):
            while True:
                waiting.append(socket.create_connection((HOST, port), _SPARE_SECONDS))
        yield
    for connection in waiting:
        connection.close()


@contextmanager
def _dripping(port: int) -> Iterator[None]:
    """A port where a few bytes are read now and then."""
    ending = Event()
    with socket.create_server((HOST, port)) as server:
        # connections take over the least window there is
        server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
        server.setblocking(False)
        thread = Thread(target=_drip, args=(server, ending))
        thread.start()
        try:
            yield
        finally:
            ending.set()
            thread.join()


def _drip(server: socket.socket, ending: Event) -> None:
    with DefaultSelector() as selector:
        selector.register(server, EVENT_READ)
        while not ending.wait(_PAUSE_SECONDS):
            for key, _ in selector.select(0):
                found = key.fileobj
                assert isinstance(found, socket.socket)
                if found is server:
                    selector.register(server.accept()[0], EVENT_READ)
                elif not _read(found):
                    selector.unregister(found)
                    found.close()
        for key in list(selector.get_map().values()):
            if isinstance(key.fileobj, socket.socket):
                key.fileobj.close()


def _read(connection: socket.socket) -> bytes:
    try:
        return connection.recv(_BYTES)
    except OSError:
        return b""


FAULTS: Final[dict[str, Fault]] = {
    "healthy, again": healthy,
    "refused": refused,
    "black-holed": black_holed,
    "stopped": stopped,
    "slow": slow,
    "restarted": restarted,
}
"""By name; the hour is ``refused`` for longer."""
