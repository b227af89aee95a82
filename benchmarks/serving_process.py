"""A server of a benchmark: started, watched and ended by its process."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil

HOST: Final = "127.0.0.1"
SERVICE: Final = (str(Path(sys.executable).with_name("bank-rs")), "serve")

_ROOT: Final = Path(__file__).parents[1]
_APPS: Final = Path(__file__).with_name("serving_apps.py")
_START_SECONDS: Final = 60
_END_SECONDS: Final = 30
_POLL_SECONDS: Final = 0.05


@dataclass(frozen=True)
class Served:
    """A server that listens.

    Attributes
    ----------
    url
        Of the server.
    workers
        Processes that answer.
    """

    url: str
    workers: tuple[psutil.Process, ...]

    def cpu_seconds(self) -> float:
        """Of all workers since their start, in user and kernel mode."""
        times = [worker.cpu_times() for worker in self.workers]
        return sum(spent.user + spent.system for spent in times)

    def resident_megabytes(self) -> float:
        """Of the largest worker, pages it shares with others included; 10^6 bytes each."""
        return max(worker.memory_info().rss for worker in self.workers) / 1e6


def app_command(name: str) -> tuple[str, ...]:
    """How one of the applications of ``serving_apps.py`` is served."""
    return (sys.executable, str(_APPS), name)


@contextmanager
def served(
    folder: Path, graphite_port: int, command: tuple[str, ...] = SERVICE, workers: int = 1
) -> Iterator[Served]:
    """Serve at a free port until the block ends, from when all workers listen.

    Settings are the defaults but for addresses: the registry's is one where nobody listens.
    """
    port = free_port()
    with (folder / f"{port}.log").open("wb") as log:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=_environment(port, graphite_port, workers),
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        found = _listening(process, port, workers, Path(log.name))
        yield Served(f"http://{HOST}:{port}", found)
    finally:
        process.terminate()
        try:
            process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _environment(port: int, graphite_port: int, workers: int) -> dict[str, str]:
    own = {k: v for k, v in os.environ.items() if not k.startswith("BANK_RS_")}
    return own | {
        "BANK_RS_HOST": HOST,
        "BANK_RS_PORT": str(port),
        "BANK_RS_WORKERS": str(workers),
        "BANK_RS_MODELS_DIR": str(_ROOT / "models"),
        "BANK_RS_GRAPHITE_PORT": str(graphite_port),
        "MLFLOW_TRACKING_URI": f"http://{HOST}:{free_port()}",
    }


def free_port() -> int:
    """A port of this machine where nobody listens."""
    with socket.socket() as found:
        found.bind((HOST, 0))
        port: int = found.getsockname()[1]
        return port


def _listening(
    process: subprocess.Popen[bytes], port: int, workers: int, log: Path
) -> tuple[psutil.Process, ...]:
    deadline = time.monotonic() + _START_SECONDS
    parent = psutil.Process(process.pid)
    while time.monotonic() < deadline and process.poll() is None:
        family = (parent, *parent.children())
        found = tuple(member for member in family if _listens(member, port))
        if len(found) == workers:
            return found
        time.sleep(_POLL_SECONDS)
    last = log.read_text("utf-8", "replace").splitlines()[-1:]
    sys.exit(f"the server did not start: {''.join(last)}")


def _listens(process: psutil.Process, port: int) -> bool:
    try:
        sockets = process.net_connections("tcp")
    except psutil.NoSuchProcess:
        return False
    return any(s.status == psutil.CONN_LISTEN and s.laddr.port == port for s in sockets)
