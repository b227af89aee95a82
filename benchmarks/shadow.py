"""What a challenger costs: the service with shadow and canary beside itself without.

    python benchmarks/shadow.py [--workers 1] [--starts 1] [--rounds 3] [--seconds 4]

``bank-rs serve`` runs with default settings; with both shares at 0 twice, so that it shows by how
much two runs of the same differ; with a shadow of 0.1 and of 1; and with a canary of 0.1. The
challenger is the champion with other rates, named by a registry that answers for both aliases from
this process. All take turns under load (wrk) on /predict. A ratio is that of the medians of all
rounds; behind it stand the least and the greatest of a round. A request that fails ends the run.
"""

import argparse
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Final
from urllib.parse import parse_qs, urlsplit

import httpx2
from rich.console import Console
from serving import CALM, graphite, machine, table_of, targets
from serving_bench import CONNECTIONS, Bench, Ratio, Row, load_row, rates, slowest
from serving_load import Load, check_wrk
from serving_measures import MANY
from serving_process import HOST, SERVICE, Served

from bank_rs.model.champion import Champion
from bank_rs.registry.identity import pipeline_sha256
from bank_rs.registry.storage import save_model

SIDES: Final = {
    "neither": ("BANK_RS_SHADOW=0", "BANK_RS_CANARY=0"),
    "neither, again": ("BANK_RS_SHADOW=0", "BANK_RS_CANARY=0"),
    "shadow 0.1": ("BANK_RS_SHADOW=0.1", "BANK_RS_CANARY=0"),
    "shadow 1": ("BANK_RS_SHADOW=1", "BANK_RS_CANARY=0"),
    "canary 0.1": ("BANK_RS_SHADOW=0", "BANK_RS_CANARY=0.1"),
}
"""Settings of each; the first is what the others are compared with."""

_SHIPPED: Final = Path(__file__).parents[1] / "models" / "champion"
_VERSIONS: Final = {"champion": "1", "challenger": "2"}
_START_SECONDS: Final = 30


def models(folder: Path) -> Path:
    """A folder with the shipped champion and a challenger."""
    shutil.copytree(_SHIPPED, folder / "champion")
    champion = Champion.load(_SHIPPED)
    champion.pipeline.steps[-1][1].rates_ *= 0.5
    save_model(champion, folder / "challenger")
    return folder


@contextmanager
def registry(folder: Path) -> Iterator[str]:
    """An address that answers as MLflow does who bears an alias."""
    bearers = {alias: _bearer(folder / alias, number) for alias, number in _VERSIONS.items()}

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = bearers[parse_qs(urlsplit(self.path).query)["alias"][0]]
            self.send_response(httpx2.codes.OK)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    with ThreadingHTTPServer((HOST, 0), Answer) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://{HOST}:{server.server_address[1]}"
        server.shutdown()


def _bearer(folder: Path, number: str) -> bytes:
    tags = [{"key": "sha256", "value": pipeline_sha256(folder)}]
    return json.dumps({"model_version": {"version": number, "tags": tags}}).encode()


def rounds_of_a_start(bench: Bench, workers: int, uri: str, folder: Path) -> list[list[Load]]:
    """Start all sides, let them take turns and end them; the rounds of each."""
    connections = MANY if workers > 1 else CONNECTIONS
    given = (f"MLFLOW_TRACKING_URI={uri}", f"BANK_RS_MODELS_DIR={folder}")
    with ExitStack() as running:
        servers = [
            running.enter_context(bench.serving(("env", *given, *settings, *SERVICE), workers))
            for settings in SIDES.values()
        ]
        for server, name in zip(servers, SIDES, strict=True):
            bench.warm(server, connections=connections)
            check_challenger(server, wanted=not name.startswith("neither"))
        sides = [partial(bench.load, server, connections=connections) for server in servers]
        return bench.in_turn(*sides)


def check_challenger(server: Served, wanted: bool) -> None:
    """End the run where a service that is warm tries no challenger, or one it should not."""
    answer = httpx2.get(f"{server.url}/model", timeout=_START_SECONDS, trust_env=False).json()
    if (answer["challenger"] is not None) != wanted:
        raise SystemExit(f"{server.url}/model names another challenger than was meant")


def rows(found: dict[str, list[Load]]) -> list[Row]:
    """What each side did, and its share of what the first did."""
    shown = []
    base = next(iter(found.values()))
    for name, loads in found.items():
        shown.append(load_row(name, loads))
        if loads is not base:
            both = (loads, base)
            shown.append(Row("requests/s, of those with neither", str(Ratio.of(*map(rates, both)))))
            shown.append(Row("p99, of that with neither", str(Ratio.of(*map(slowest, both)))))
        shown[-1] = shown[-1].ending()
    return shown


def main(workers: int, starts: int, rounds: int, seconds: float) -> None:
    check_wrk()
    console = Console()
    busy = os.getloadavg()[0]
    console.print(f"{machine()}; load average {busy:.2f}; workers: {workers}")
    if busy > CALM:
        console.print(f"[bold]The machine is busy[/]: figures hold where it is below {CALM}.")
    found: dict[str, list[Load]] = {name: [] for name in SIDES}
    with TemporaryDirectory() as name, graphite() as port:
        folder = models(Path(name, "models"))
        bench = Bench(Path(name), port, targets(Path(name)), rounds, seconds, requests=0)
        with registry(folder) as uri:
            for start in range(starts):
                with console.status(f"start {start + 1} of {starts}"):
                    sides = rounds_of_a_start(bench, workers, uri, folder)
                for loads, new in zip(found.values(), sides, strict=True):
                    loads += new
    console.print(table_of(rows(found)))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--starts", type=int, default=1, help="times that all are started")
    parser.add_argument("--rounds", type=int, default=3, help="turns of each after a start")
    parser.add_argument("--seconds", type=float, default=4, help="of each turn")
    given = parser.parse_args()
    main(given.workers, given.starts, given.rounds, given.seconds)
