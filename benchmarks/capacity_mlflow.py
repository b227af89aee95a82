"""How many services one MLflow server tells which version is to serve.

    python benchmarks/capacity_mlflow.py [--questions 300]

``run_mlflow.sh`` starts a server with one worker on SQLite, as containers do, at a free port of
the loopback address, and the shipped champion is registered there. Then it is asked as each worker
of a service asks every ``BANK_RS_POLL_SECONDS``, over a connection that is kept. Processor time is
of all the server's processes.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import httpx2
import psutil
from rich.console import Console
from rich.table import Table
from serving_process import HOST, free_port

from bank_rs.registry.alias_reader import AliasReader
from bank_rs.registry.connection import connect
from bank_rs.settings import Settings
from bank_rs.stack.process import Process

ROOT: Final = Path(__file__).parents[1]
BANK_RS: Final = Path(sys.executable).with_name("bank-rs")
PATH: Final = "/api/2.0/mlflow/registered-models/alias"
_START_SECONDS: Final = 120


@contextmanager
def mlflow(folder: Path) -> Iterator[tuple[str, psutil.Process]]:
    """A server that has the shipped champion."""
    port = free_port()
    uri = f"http://{HOST}:{port}"
    own = {"BANK_RS_MLFLOW_PORT": str(port), "BANK_RS_STATE_DIR": str(folder)}
    variables = os.environ | own | {"MLFLOW_TRACKING_URI": uri}
    process = Process.start("mlflow", (ROOT / "run_mlflow.sh",), variables, ROOT, folder)
    try:
        await_answer(uri)
        subprocess.run(
            (BANK_RS, "register"), env=variables, cwd=ROOT, check=True, capture_output=True
        )
        yield uri, psutil.Process(process.group)
    finally:
        process.stop()


def await_answer(uri: str) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        try:
            if httpx2.get(f"{uri}/health", trust_env=False).is_success:
                return
        except httpx2.HTTPError:
            time.sleep(0.2)
    sys.exit("MLflow did not start")


def cpu_seconds(server: psutil.Process) -> float:
    times = [one.cpu_times() for one in (server, *server.children(recursive=True))]
    return sum(spent.user + spent.system for spent in times)


def bytes_of_a_question(uri: str, settings: Settings) -> tuple[int, int]:
    """What goes there and what comes back, heads included."""
    asked = {"name": settings.model_name, "alias": settings.model_alias}
    with connect(uri, 10) as client:
        answer = client.get(f"{uri}{PATH}", params=asked)
    line = len(f"GET {answer.request.url.raw_path.decode()} HTTP/1.1\r\n\r\n")
    status = len(f"HTTP/1.1 {answer.status_code} {answer.reason_phrase}\r\n\r\n")
    return (
        line + heads(answer.request.headers),
        status + heads(answer.headers) + len(answer.content),
    )


def heads(headers: httpx2.Headers) -> int:
    return sum(len(name) + len(value) + len(": \r\n") for name, value in headers.raw)


def main(questions: int) -> None:
    settings = Settings()
    with TemporaryDirectory() as name, mlflow(Path(name)) as (uri, server):
        there, back = bytes_of_a_question(uri, settings)
        with AliasReader(uri, settings.model_name, settings.model_alias, 10) as reader:
            reader.read()
            started, spent = time.perf_counter(), cpu_seconds(server)
            for _ in range(questions):
                reader.read()
            cpu, wall = cpu_seconds(server) - spent, time.perf_counter() - started
        memory = sum(p.memory_full_info().pss for p in (server, *server.children(recursive=True)))
    table = Table("", "")
    table.add_row("a question, bytes there and back", f"{there}, {back}")
    table.add_row("until the answer, one at a time", f"{1e3 * wall / questions:.1f} ms")
    table.add_row("processor time of the server", f"{1e3 * cpu / questions:.1f} ms")
    table.add_row("questions per CPU second", f"{questions / cpu:.0f}")
    served = questions / cpu * settings.poll_seconds
    table.add_row(f"workers that ask every {settings.poll_seconds:g} s", f"{served:,.0f}")
    table.add_row("memory of the server (PSS)", f"{memory / 1e6:.0f} MB")
    Console().print(table)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--questions", type=int, default=300)
    main(**vars(parser.parse_args()))
