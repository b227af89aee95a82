import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread


class Carbon:
    """Enough of carbon to hear lines: a real socket that keeps what it is sent."""

    def __init__(self, port: int = 0) -> None:
        heard = self.lines = []
        received = self.received = Event()

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                heard.extend(line.decode().split() for line in self.rfile)
                received.set()

        self._server = socketserver.TCPServer(("127.0.0.1", port), Handler)
        self.port = self._server.server_address[1]

    def total(self, name: str) -> float:
        """Sum of the points of one metric; of two at one time the last counts, as in Graphite."""
        points = {time: float(value) for path, value, time in self.lines if path == name}
        return sum(points.values())

    @contextmanager
    def listening(self) -> Iterator[None]:
        thread = Thread(target=self._server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield
        finally:
            self._server.shutdown()
            thread.join()
            self._server.server_close()
