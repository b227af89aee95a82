"""A real uvicorn server for the time of a test."""

import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send


class Recorder:
    """Passes requests on and keeps method, path, query and body of each."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self.received: list[tuple[str, str, bytes]] = []
        self.connections: set[tuple[str, int]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            self.received.append((scope["method"], scope["path"], scope["query_string"]))
            self.connections.add(tuple(scope["client"]))
        await self._app(scope, receive, send)

    @property
    def endpoints(self) -> Counter[str]:
        return Counter(f"{method} {path}" for method, path, _ in self.received)


@contextmanager
def serving(app: ASGIApp) -> Iterator[str]:
    """Serve an app on a free port of this machine; gives its address.

    The socket listens before the server starts, so no client has to wait for it.
    """
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none"))
        thread = Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(30)
