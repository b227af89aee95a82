"""A real server process, started as users start it, with its log."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2

from tests.waiting import wait_until

ROOT = Path(__file__).parents[2]
START_SECONDS = 60
END_SECONDS = 30
APP = (sys.executable, "-m", "tests.service.served_app")


@dataclass
class Server:
    process: subprocess.Popen
    url: str
    log: Path

    @property
    def address(self) -> tuple[str, int]:
        url = httpx2.URL(self.url)
        return url.host, url.port

    @property
    def lines(self) -> list[dict]:
        """The log; a line that is no JSON object fails here."""
        lines = [json.loads(line) for line in self.log.read_text("ascii").splitlines()]
        assert all(isinstance(line, dict) for line in lines)
        return lines

    def said(self, text: str) -> bool:
        return any(text in line.get("message", "") for line in self.lines)

    def accesses(self, **values: object) -> list[dict]:
        found = [line for line in self.lines if line["logger"] == "access"]
        return [line for line in found if values.items() <= line.items()]

    def get(self, path: str, **options: object) -> httpx2.Response:
        """Ask over a connection of its own."""
        return httpx2.get(f"{self.url}{path}", trust_env=False, **options)

    def is_ready(self) -> bool:
        assert self.process.poll() is None, self.log.read_text()
        try:
            return self.get("/health/ready").is_success
        except httpx2.TransportError:
            return False

    def refuses(self) -> bool:
        try:
            self.get("/health/live")
        except httpx2.ConnectError:
            return True
        except httpx2.TransportError:
            return False
        return False

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(END_SECONDS)


def free_port(host: str) -> int:
    with socket.socket() as found:
        found.bind((host, 0))
        return found.getsockname()[1]


@contextmanager
def serving(
    log: Path, *command: object, at: tuple[str, int] | None = None, **settings: object
) -> Iterator[Server]:
    """Serve until the block ends, from when the service is ready.

    At a free port of this machine's own, or where the command itself says that it listens.
    """
    host, port = at or ("127.0.0.1", free_port("127.0.0.1"))
    settings = ({} if at else {"host": host, "port": port}) | settings
    named = {f"BANK_RS_{name.upper()}": str(value) for name, value in settings.items()}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [str(part) for part in command or APP],
            cwd=ROOT,
            env=os.environ | named,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    server = Server(process, f"http://{host}:{port}", log)
    try:
        wait_until(server.is_ready, START_SECONDS)
        yield server
    finally:
        process.kill()
        process.wait()
