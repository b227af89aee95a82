"""What the smoke test asks of Grafana, whose server is not to be had."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

DASHBOARDS = Path(__file__).parents[2] / "grafana/dashboards"


class Grafana(ThreadingHTTPServer):
    """Health and the list of dashboards, those of the repository.

    Attributes
    ----------
    answers
        By path.
    authorization
        Header that opens it, None where it is open to all.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        files = DASHBOARDS.glob("*.json")
        listed = [{"uid": json.loads(file.read_text("utf-8"))["uid"]} for file in files]
        self.answers = {
            "/api/health": {"database": "ok", "version": "12.4.2"},
            "/api/search?type=dash-db": listed,
        }
        self.authorization: str | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


@contextmanager
def grafana_faked() -> Iterator[Grafana]:
    with Grafana() as server:
        thread = Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


class _Answer(BaseHTTPRequestHandler):
    server: Grafana

    def do_GET(self) -> None:
        wanted = self.server.authorization if "search" in self.path else None
        status = 401 if wanted and self.headers["Authorization"] != wanted else 200
        self.send_response(status if self.path in self.server.answers else 404)
        self.end_headers()
        self.wfile.write(json.dumps(self.server.answers.get(self.path)).encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""
