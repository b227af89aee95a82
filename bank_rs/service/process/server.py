"""One process that answers, and its end."""

import logging
import os
import socket
import time
from collections.abc import Callable
from types import FrameType
from typing import Any, Final

import uvicorn

from bank_rs.errors import BankRsError
from bank_rs.service.process.footprint import collect_seldom
from bank_rs.service.readiness import Readiness

APP: Final = "bank_rs.service.api:create_app"
FINISH_SECONDS: Final = 10
"""Time for what is under way once nothing more is accepted."""

BACKLOG: Final = 2048

_CLOSE: Final = (b"connection", b"close")

logger = logging.getLogger(__name__)


class ServerError(BankRsError):
    """The service cannot listen where it is told to."""


class Server(uvicorn.Server):
    """Ends in order: not ready first, then no new connections, then what is under way.

    Told to end, it withdraws the readiness of the ``service`` in the lifespan's state and goes on
    accepting while load balancers take note, each answer asking its client to connect anew. Told a
    second time, it stops accepting at once.

    Parameters
    ----------
    config
        Of uvicorn.
    drain_seconds
        Time between 'not ready' and the end of accepting.
    """

    def __init__(self, config: uvicorn.Config, drain_seconds: float) -> None:
        super().__init__(config)
        self._drain_seconds = drain_seconds
        self._accept_until: float | None = None

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Take a signal; it is not raised again at the end, which therefore is an ordinary one."""
        self.end()

    def end(self) -> None:
        """Begin to end; called again, stop accepting."""
        if self._accept_until is not None or not self.started:
            self.should_exit = True
            return
        self._accept_until = time.monotonic() + self._drain_seconds
        service = self.lifespan.state.get("service")
        readiness = getattr(service, "readiness", None)
        if isinstance(readiness, Readiness):
            readiness.withdraw()
        self.config.encoded_headers.append(_CLOSE)
        self.server_state.default_headers = [*self.server_state.default_headers, _CLOSE]

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start as uvicorn does; what there is by then stays for good."""
        await super().startup(sockets)
        collect_seldom()

    async def on_tick(self, counter: int) -> bool:
        """Look, ten times a second, whether it is time to stop accepting."""
        if self._accept_until is not None and time.monotonic() >= self._accept_until:
            self.should_exit = True
        return await super().on_tick(counter)


def configured(host: str, port: int, app: str | Callable[[], Any] = APP) -> uvicorn.Config:
    """How uvicorn serves an application, given by its factory or the factory's import string.

    Addresses in ``X-Forwarded-For`` are believed only where ``FORWARDED_ALLOW_IPS`` says of whom:
    else a client could choose the address it is limited by.
    """
    return uvicorn.Config(
        app,
        host=host,
        port=port,
        factory=True,
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers="FORWARDED_ALLOW_IPS" in os.environ,
        backlog=BACKLOG,
        timeout_graceful_shutdown=FINISH_SECONDS,
    )


def bound(host: str, port: int, shared: bool = False) -> socket.socket:
    """A socket bound to an address and not yet listening, so that clients are refused until then.

    Parameters
    ----------
    host, port
        The address.
    shared
        Whether other processes of this user may bind it too; the kernel then spreads connections
        over those that listen.

    Raises
    ------
    ServerError
        If the address is not this machine's or another program has it.
    """
    found = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if shared:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    try:
        found.bind((host, port))
    except OSError as error:
        found.close()
        raise ServerError(
            f"the service cannot listen at {host}:{port} ({error.strerror}): end what listens "
            "there, or choose another address with --host and --port."
        ) from error
    return found
