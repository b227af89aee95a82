"""Fifty thousand requests while models come and go, and none of them fails."""

import asyncio
import json
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from bank_rs.data.simulation import random_record
from bank_rs.registry.promotion import Promotion
from tests.registry.releases import edit_probability, other_model, register
from tests.service.load import Load
from tests.service.server import serving

REQUESTS = 50_000
CONNECTIONS = 8
WORKERS = 2
SECONDS = 120
BANK_RS = Path(sys.executable).with_name("bank-rs")
NAME = "under-load"


@pytest.fixture
def promotion(mlflow_uri):
    return Promotion(mlflow_uri, NAME, "champion")


@pytest.fixture
def versions(promotion, models_dir, tmp_path):
    """Four models that differ, of which the last answers its golden records wrongly."""
    folders = [models_dir / "champion"]
    for number in (2, 3, 4):
        folders.append(other_model(folders[-1], tmp_path / f"model-{number}"))
    edit_probability(folders[-1])
    found = [register(promotion.uri, NAME, folder) for folder in folders]
    assert found == ["1", "2", "3", "4"]
    promotion.promote("1")
    return found


@pytest.fixture
def server(promotion, versions, models_dir, tmp_path, monkeypatch):
    monkeypatch.setenv("MLFLOW_TRACKING_URI", promotion.uri)
    settings = {
        "workers": WORKERS,
        "model_name": NAME,
        "models_dir": models_dir,
        "state_dir": tmp_path / "var",
        "poll_seconds": 0.2,
        "capacity": CONNECTIONS + 1,
    }
    with serving(tmp_path / "log", BANK_RS, "serve", **settings) as server:
        yield server


def bodies(count: int) -> list[bytes]:
    rng = np.random.default_rng(3)
    return [json.dumps(random_record(rng)).encode() for _ in range(count)]


async def until(condition, load: Load) -> None:
    async with asyncio.timeout(SECONDS):
        while not condition():
            assert not load.failures, load.failures
            await asyncio.sleep(0.05)


async def only(version: str, load: Load) -> None:
    """Until for as long as a few thousand answers every one came from a version."""
    settled = Counter(load.versions)

    def all_from_it() -> bool:
        nonlocal settled
        new = load.versions - settled
        if set(new) != {version}:
            settled = Counter(load.versions)
            return False
        return new[version] >= 2000

    await until(all_from_it, load)


async def change_models(promotion: Promotion, server, load: Load) -> None:
    for version in ("2", "3"):
        await asyncio.to_thread(promotion.promote, version)
        await only(version, load)
    assert await asyncio.to_thread(promotion.roll_back) == "2"
    await only("2", load)
    await asyncio.to_thread(promotion.promote, "4")
    await until(lambda: refusals(server) == WORKERS, load)
    await only("2", load)
    await asyncio.to_thread(promotion.promote, "1")
    await only("1", load)
    await until(lambda: load.answered >= REQUESTS, load)


def refusals(server) -> int:
    return sum("is refused" in line.get("message", "") for line in server.lines)


def test_no_request_fails_while_models_change(promotion, server):
    load = Load()

    async def run() -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(load.send(server.address, bodies(1000), CONNECTIONS))
            try:
                await change_models(promotion, server, load)
            finally:
                load.stopping = True

    asyncio.run(run())
    assert not load.failures
    assert load.answered >= REQUESTS
    assert set(load.versions) == {"1", "2", "3"}
