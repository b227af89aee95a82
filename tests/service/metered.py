"""A service that pushes every second to a real Graphite that keeps every second."""

import asyncio
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from bank_rs.data.simulation import random_record
from tests.graphite import Graphite
from tests.service.load import exchange
from tests.service.server import Server, serving

BANK_RS = Path(sys.executable).with_name("bank-rs")
CONNECTIONS = 8
INTERVAL = 1


@contextmanager
def metered(
    graphite: Graphite, folder: Path, models_dir: Path, **settings: object
) -> Iterator[Server]:
    """Serve with two workers, unless settings say otherwise; the model is that of `models_dir`."""
    given = {
        "workers": 2,
        "models_dir": models_dir,
        "state_dir": folder / "var",
        "graphite_port": graphite.settings.graphite_port,
        "metrics_interval": INTERVAL,
        "drain_seconds": 0,
    }
    with serving(folder / "log", BANK_RS, "serve", **given | settings) as server:
        yield server


def simulated_bodies(number: int) -> list[bytes]:
    """Records of simulated clients."""
    rng = np.random.default_rng(3)
    return [json.dumps(random_record(rng)).encode() for _ in range(number)]


def send(server: Server, requests: list[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    """Post each body to its path once, a few at a time."""
    return asyncio.run(exchange(server.address, requests, CONNECTIONS))


def total(graphite: Graphite, target: str) -> float:
    """Sum of a target's points of the last half hour."""
    return sum(graphite.values(f"sumSeries({target})", from_="-30min"))
